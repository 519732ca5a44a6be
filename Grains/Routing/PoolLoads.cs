using System.Numerics;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing;

/// <summary>
/// What a dispatcher believes of the pools that may take a request, one element each, in arrays that a policy can scan: 1,000 pools in less than
/// a microsecond. Under the lock of its <see cref="VersionRoutes"/>.
/// </summary>
/// <param name="pools">Those that are ready, in any order.</param>
internal sealed class PoolLoads(PoolRoute[] pools)
{
    private readonly double[] _startAt = new double[pools.Length];
    private readonly double[] _slowness = new double[pools.Length];
    private readonly double[] _bias = new double[pools.Length];
    private readonly double[] _depth = new double[pools.Length];
    private readonly double[] _latency = new double[pools.Length];
    private readonly ulong[] _names = [.. pools.Select(pool => pool.NameHash)];
    private readonly int[] _replicas = [.. pools.Select(pool => pool.Replicas)];
    private readonly int[] _items = [.. pools.Select(pool => pool.Items)];

    public int Count => pools.Length;

    public ReadOnlySpan<PoolRoute> Pools => pools;

    /// <summary>When each could begin with a further request, by the estimates; in the seconds of <see cref="RoutingAsk.Now"/>.</summary>
    public Span<double> StartAt => _startAt;

    /// <summary>How many times longer each takes than the fastest; at least 1.</summary>
    public Span<double> Slowness => _slowness;

    /// <summary>Seconds against each, for what a request costs on its way there; infinite for one that takes none now.</summary>
    public Span<double> Bias => _bias;

    /// <summary>Items queued or running, for each replica.</summary>
    public Span<double> Depth => _depth;

    /// <summary>Seconds that a request has taken there lately.</summary>
    public Span<double> Latency => _latency;

    /// <summary>Notes what a pool has to do.</summary>
    public void Show(PoolRoute pool)
    {
        _items[pool.Slot] = pool.Items;
        _depth[pool.Slot] = (double)pool.Items / pool.Replicas;
    }

    /// <summary>The pool of a session, as long as it is not overloaded; -1 where it is closed.</summary>
    public int OfSession(ulong key) => AffinityHash.Pick(_names, _replicas, _items, key) is var pool and >= 0 && IsOpen(pool) ? pool : -1;

    public bool IsOpen(int pool) => _bias[pool] < double.PositiveInfinity;

    /// <summary>When a request would be done there.</summary>
    public double FinishAt(int pool, in RoutingAsk ask) => Math.Max(ask.Now, _startAt[pool]) + (ask.Seconds * _slowness[pool]) + _bias[pool];

    /// <summary>The open pool where the request would be done first; -1 where none is open.</summary>
    public int FirstToFinish(in RoutingAsk ask) => Least(_startAt, ask.Now, ask.Seconds);

    /// <summary>The open pool with the fewest items for each replica; -1 where none is open.</summary>
    public int Shallowest() => Least(_depth, 0, 0);

    /// <summary>Where max(value, floor) + seconds · slowness + bias is least and finite.</summary>
    private int Least(double[] values, double floor, double seconds)
    {
        var (best, least) = (-1, double.PositiveInfinity);
        var i = 0;
        if (Vector.IsHardwareAccelerated && values.Length >= Vector<double>.Count)
        {
            var (floors, factors) = (new Vector<double>(floor), new Vector<double>(seconds));
            var (leasts, bests) = (new Vector<double>(double.PositiveInfinity), new Vector<double>(-1));
            var (indices, step) = (Vector<double>.Indices, new Vector<double>(Vector<double>.Count));
            for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
            {
                var sum = Vector.Max(floors, new Vector<double>(values, i)) + (factors * new Vector<double>(_slowness, i)) + new Vector<double>(_bias, i);
                bests = Vector.ConditionalSelect(Vector.LessThan(sum, leasts), indices, bests);
                leasts = Vector.Min(sum, leasts);
                indices += step;
            }
            for (var lane = 0; lane < Vector<double>.Count; lane++)
                if (leasts[lane] < least) (best, least) = ((int)bests[lane], leasts[lane]);
        }
        for (; i < values.Length; i++)
            if (Math.Max(floor, values[i]) + (seconds * _slowness[i]) + _bias[i] is var sum && sum < least) (best, least) = (i, sum);
        return best;
    }
}
