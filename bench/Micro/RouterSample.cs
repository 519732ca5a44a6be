using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Bench;

/// <summary>Pools of one model, one on each silo.</summary>
internal static class RouterSample
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Each as if it had come from another silo: nothing is shared.</summary>
    public static PoolReport[] Reports(int pools) => [.. Enumerable.Range(0, pools).Select(silo => new PoolReport
    {
        Pool = new PoolKey(new ModelVersion("tiny", 1), 1, SiloAddress.FromParsableString($"10.0.{silo / 250}.{silo % 250}:11111@{silo + 1}")),
        Sequence = 1,
        State = PoolState.Ready,
        ReadyReplicas = 2,
        LoadingReplicas = 0,
        QueueDepth = 3,
        QueuedSeconds = 0.01,
        Cost = new(0.001, 0.0005, 0, 0),
        Latency = TimeSpan.FromMilliseconds(5),
        BatchSize = 8,
        ReadyFor = TimeSpan.FromMinutes(1),
        Devices = "cpu",
        Signature = new ModelSignature
        {
            Inputs = [new TensorSpec { Name = "x", DataType = TensorDataType.Fp32, Shape = [-1, -1] }],
            Outputs = [new TensorSpec { Name = "y", DataType = TensorDataType.Fp32, Shape = [-1, -1] }],
            MaxBatchSize = 8,
        },
    })];

    public static RoutingTable Table(PoolReport[] reports)
    {
        var table = new RoutingTable("tiny", epoch: 1);
        foreach (var report in reports) table.Apply(report, Now);
        return table;
    }
}
