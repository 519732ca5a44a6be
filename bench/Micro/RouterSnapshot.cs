using BenchmarkDotNet.Attributes;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Bench;

/// <summary>What a router publishes, and what a dispatcher makes of it.</summary>
public class RouterSnapshot
{
    private readonly SnapshotFollower _follower = new();
    private RoutingTable _table = null!;
    private PoolReport[] _reports = null!;
    private RoutingDelta _delta = null!;
    private long _sequence;

    [Params(16, 1000)]
    public int Pools { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _reports = RouterSample.Reports(Pools);
        _table = RouterSample.Table(_reports);
        _follower.Apply(_table.Snapshot());
        _delta = _table.TakeDelta()!;
    }

    /// <summary>The whole table.</summary>
    [Benchmark]
    public object Snapshot()
    {
        _table.MarkChanged();
        return _table.Snapshot();
    }

    /// <summary>The most that 100 ms can bring: every pool reports, and then a delta is made of it.</summary>
    [Benchmark]
    public object? ReportsAndDelta()
    {
        _sequence++;
        foreach (var report in _reports)
            _table.Apply(report with { Sequence = report.Sequence + _sequence, QueueDepth = (int)(_sequence % 100) }, RouterSample.Now);
        return _table.TakeDelta();
    }

    /// <summary>A dispatcher takes a delta in which every pool has changed.</summary>
    [Benchmark]
    public object Follow()
    {
        var from = _follower.Snapshot!.Sequence;
        _follower.TryApply(_delta with { FromSequence = from, Sequence = from + 1 }, out var snapshot);
        return snapshot;
    }
}
