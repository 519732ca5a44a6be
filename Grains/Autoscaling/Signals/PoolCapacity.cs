using OrleansInference.Replicas;

namespace OrleansInference.Autoscaling.Signals;

/// <summary>What the pools of a version have, all silos together.</summary>
/// <param name="Ready">Replicas that run batches.</param>
/// <param name="Loading">Replicas that will be more than those. A pool that loads to replace another on its silo brings only what it has more.</param>
/// <param name="QueuedSeconds">As in <see cref="PoolReport.QueuedSeconds"/>; of all, for what leaves has to be done too.</param>
/// <param name="LoadTime">Of the slowest.</param>
/// <param name="BatchSize">Of the largest; 1 where there are none.</param>
internal readonly record struct PoolCapacity(int Ready, int Loading, double QueuedSeconds, TimeSpan LoadTime, int BatchSize)
{
    public static PoolCapacity Of(IEnumerable<PoolReport> pools)
    {
        var sum = new PoolCapacity(0, 0, 0, TimeSpan.Zero, 1);
        foreach (var silo in pools.GroupBy(pool => pool.Pool.Silo))
        {
            var staying = silo.Where(pool => pool.State is not (PoolState.Draining or PoolState.Gone)).OrderBy(pool => pool.Pool.Revision).ToList();
            // Requests go to the newest that is ready.
            var ready = staying.LastOrDefault(pool => pool.ReadyReplicas > 0)?.ReadyReplicas ?? 0;
            var replicas = staying.Count > 0 ? staying[^1].ReadyReplicas + staying[^1].LoadingReplicas : 0;
            sum = new PoolCapacity(
                sum.Ready + ready, sum.Loading + Math.Max(0, replicas - ready), sum.QueuedSeconds + silo.Sum(pool => pool.QueuedSeconds),
                TimeSpan.FromTicks(Math.Max(sum.LoadTime.Ticks, silo.Max(pool => pool.LoadTime.Ticks))), Math.Max(sum.BatchSize, silo.Max(pool => pool.BatchSize)));
        }
        return sum;
    }
}
