using OrleansInference.Replicas;
using OrleansInference.Routing.Failures;

namespace OrleansInference.Routing;

/// <summary>One request's claim on a pool. Given back exactly once, however often it is returned.</summary>
internal sealed class PoolLease : IDisposable
{
    private readonly VersionRoutes _version;
    private int _returned;

    public PoolLease(VersionRoutes version, PoolRoute route) => (_version, Route) = (version, route);

    public PoolRoute Route { get; }

    /// <summary>Its request's.</summary>
    public required int Items { get; init; }

    /// <summary>There was no other pool, so this one has to queue the request.</summary>
    public required bool IsOnlyPlace { get; init; }

    /// <summary>The request's work there, by the estimate.</summary>
    public required double WorkSeconds { get; init; }

    /// <summary>When its answer is expected, from now: wait and work. Null where nothing is known.</summary>
    public required double? ExpectedSeconds { get; init; }

    /// <summary>A timestamp.</summary>
    public required long TakenAt { get; init; }

    public required PoolHealth Health { get; init; }

    /// <summary>Of <see cref="Health"/>.</summary>
    public required long Ticket { get; init; }

    /// <param name="result">What the attempt tells of the pool.</param>
    /// <param name="load">What the pool said with its answer; null where it said nothing.</param>
    public void Return(AttemptResult result, PoolLoad? load)
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0) _version.Return(this, result, load);
    }

    /// <summary>The pool had no room; it will offer its next place.</summary>
    public void HandBack(PoolLoad load)
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0) _version.HandBack(this, load);
    }

    public void Dispose() => Return(AttemptResult.Neutral, null);
}
