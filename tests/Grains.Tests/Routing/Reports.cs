using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>Silos and reports for tests.</summary>
internal static class Reports
{
    public static SiloAddress Silo(int number) => SiloAddress.FromParsableString($"127.0.0.1:{11110 + number}@1");

    public static PoolReport Of(int silo, long sequence = 1, PoolState state = PoolState.Ready, int ready = 1, int depth = 0, long version = 1, long revision = 1) => new()
    {
        Pool = new PoolKey(new ModelVersion("tiny", version), revision, Silo(silo)),
        Sequence = sequence,
        State = state,
        ReadyReplicas = ready,
        LoadingReplicas = 0,
        QueueDepth = depth,
        Load = new PoolLoad(0, depth, depth < ready ? 0 : 0.01 * depth / ready),
        Signature = Sample.Signature with { Inputs = [.. Sample.Signature.Inputs.Select(input => input with { })] },
    };

    public static RoutingSnapshot Snapshot(long sequence, params PoolReport[] pools) =>
        new() { Model = "tiny", Epoch = 1, Sequence = sequence, Pools = [.. pools] };

    public static RoutingDelta Delta(long from, long to, params PoolReport[] changed) =>
        new() { Model = "tiny", Epoch = 1, FromSequence = from, Sequence = to, Changed = [.. changed], Removed = [] };
}
