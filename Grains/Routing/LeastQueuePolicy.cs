using System.Collections.Immutable;

namespace OrleansInference.Routing;

/// <summary>
/// The pool with the fewest requests for each of its replicas. Among equals the own silo's first (no network), then in turn,
/// so that pools that report alike share alike.
/// </summary>
internal sealed class LeastQueuePolicy(SiloAddress ownSilo)
{
    private uint _turn;

    /// <summary>Null where <paramref name="candidates"/> is empty.</summary>
    public RouteEntry? Pick(ImmutableArray<RouteEntry> candidates)
    {
        if (candidates.Length < 2) return candidates.Length == 0 ? null : candidates[0];
        var start = (int)(Interlocked.Increment(ref _turn) % (uint)candidates.Length);
        var best = candidates[start];
        for (var i = 1; i < candidates.Length; i++)
        {
            var other = candidates[(start + i) % candidates.Length];
            var order = Compare(other, best);
            if (order < 0 || (order == 0 && other.Route.Key.Silo.Equals(ownSilo))) best = other;
        }
        return best;
    }

    // a/b < c/d as a·d < c·b: no division. A ready pool has at least one replica.
    private static int Compare(RouteEntry x, RouteEntry y) =>
        ((long)x.QueueDepth * y.Report.ReadyReplicas).CompareTo((long)y.QueueDepth * x.Report.ReadyReplicas);
}
