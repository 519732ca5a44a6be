using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>What a router knows of one pool.</summary>
internal sealed class RoutingRow(PoolKey pool)
{
    public PoolKey Pool { get; } = pool;

    /// <summary>As it is published: the newest one that was news. Null for a pool that is gone.</summary>
    public PoolReport? Report { get; set; }

    /// <summary>Of the newest report, news or not.</summary>
    public long ReportSequence { get; set; }

    /// <summary>When that came.</summary>
    public DateTimeOffset HeardAt { get; set; }

    /// <summary>The table's sequence that first shows <see cref="Report"/>.</summary>
    public long ChangedIn { get; set; }
}
