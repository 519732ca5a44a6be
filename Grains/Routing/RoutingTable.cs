using System.Collections.Immutable;
using OrleansInference.Replicas;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing;

/// <summary>
/// A router's table: the newest report of each pool. Rebuilt from reports alone, so losing it costs a second and no request.
/// </summary>
/// <param name="epoch">See <see cref="RoutingSnapshot.Epoch"/>.</param>
internal sealed class RoutingTable(string model, long epoch)
{
    /// <summary>A pool reports each second; one that has said nothing for so long is not there.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly Dictionary<PoolKey, (PoolReport Report, DateTimeOffset At)> _reports = [];
    private long _sequence;

    /// <summary>Whether something changed since <see cref="TakeSnapshot"/>.</summary>
    public bool HasChanges { get; private set; } = true;

    /// <summary>Nothing is known of any pool, gone ones included.</summary>
    public bool IsEmpty => _reports.Count == 0;

    /// <summary>What was last set of the model's traffic, as far as is known here.</summary>
    public ModelTraffic? Traffic { get; private set; }

    /// <summary>Takes what somebody knows of the traffic, where it is later.</summary>
    public void Apply(ModelTraffic traffic)
    {
        if (!traffic.IsLaterThan(Traffic)) return;
        Traffic = traffic;
        HasChanges = true;
    }

    public void Apply(PoolReport report, DateTimeOffset now)
    {
        if (_reports.TryGetValue(report.Pool, out var known))
        {
            if (known.Report.Sequence >= report.Sequence) return;
            HasChanges |= known.Report with { Sequence = report.Sequence } != report;
        }
        else
        {
            HasChanges |= report.State != PoolState.Gone;
        }

        // A pool that is gone stays as a tombstone, or a delayed older report would bring it back.
        _reports[report.Pool] = (report, now);
    }

    /// <summary>Forgets the pools of silos that have left, and those that have been silent for <see cref="Silence"/>: the gone ones at last.</summary>
    public void Forget(Func<SiloAddress, bool> hasLeft, DateTimeOffset now)
    {
        foreach (var (pool, (report, at)) in _reports.Where(each => now - each.Value.At >= Silence || hasLeft(each.Key.Silo)).ToList())
        {
            HasChanges |= report.State != PoolState.Gone;
            _reports.Remove(pool);
        }
    }

    public RoutingSnapshot TakeSnapshot()
    {
        if (HasChanges) _sequence++;
        HasChanges = false;
        return new RoutingSnapshot
        {
            Model = model,
            Epoch = epoch,
            Sequence = _sequence,
            Traffic = Traffic,
            Pools = [.. _reports.Values
                .Select(known => known.Report)
                .Where(report => report.State != PoolState.Gone)
                .OrderBy(report => report.Pool.ToString(), StringComparer.Ordinal)],
        };
    }
}
