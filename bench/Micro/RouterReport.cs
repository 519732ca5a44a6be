using BenchmarkDotNet.Attributes;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Bench;

/// <summary>A report with news, into a router's table. The same however many pools there are, but for the processor's caches.</summary>
public class RouterReport
{
    private RoutingTable _table = null!;
    private PoolReport[] _reports = null!;
    private long _sequence;

    [Params(16, 1000)]
    public int Pools { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _reports = RouterSample.Reports(Pools);
        _table = RouterSample.Table(_reports);
    }

    [Benchmark]
    public void Apply()
    {
        var report = _reports[++_sequence % Pools];
        _table.Apply(report with { Sequence = report.Sequence + _sequence, QueueDepth = (int)(_sequence % 100) }, RouterSample.Now);
    }
}
