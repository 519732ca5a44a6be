using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors;

/// <summary>Signatures that the doors' tests serve.</summary>
internal static class FakeModels
{
    /// <summary>Two inputs and two outputs, batches of up to 8.</summary>
    public static ModelStatus Pair { get; } = Ready("pair", 2, new ModelSignature
    {
        MaxBatchSize = 8,
        Inputs = [Spec("a", TensorDataType.Fp32, -1, 3), Spec("b", TensorDataType.Int32, -1, 2), Spec("bias", TensorDataType.Fp32, -1, 1) with { Optional = true }],
        Outputs = [Spec("sum", TensorDataType.Fp32, -1, 3) with { Labels = ["ant", "bee"] }, Spec("count", TensorDataType.Int32, -1, 2)],
    });

    /// <summary>One input, no batches, a fixed and a dynamic dimension.</summary>
    public static ModelStatus Single { get; } = Ready("single", 1, new ModelSignature
    {
        Inputs = [Spec("x", TensorDataType.Fp32, 2, -1)],
        Outputs = [Spec("y", TensorDataType.Fp32, 2, -1)],
    });

    public static ModelStatus Text { get; } = Ready("text", 1, new ModelSignature
    {
        MaxBatchSize = 4,
        Inputs = [Spec("text", TensorDataType.Bytes, -1, 1)],
        Outputs = [Spec("text", TensorDataType.Bytes, -1, 1)],
    });

    /// <summary>Nothing is declared but a name.</summary>
    public static ModelStatus Open { get; } = Ready("open", 1, new ModelSignature
    {
        Inputs = [new TensorSpec { Name = "x" }],
        Outputs = [],
    });

    public static ModelStatus Loading { get; } =
        new() { Id = new ModelVersion("slow", 1), State = PoolState.Loading };

    public static ModelStatus Broken { get; } =
        new() { Id = new ModelVersion("broken", 1), State = PoolState.Failed, Reason = "model.pt is not a TorchScript archive" };

    public static ModelStatus Unloaded { get; } = new()
    {
        Id = new ModelVersion("idle", 1),
        State = PoolState.Gone,
        Reason = "unloaded",
        IsWanted = false,
        Signature = Single.Signature,
    };

    public static TensorSpec Spec(string name, TensorDataType type, params long[] shape) =>
        new() { Name = name, DataType = type, Shape = [.. shape] };

    private static ModelStatus Ready(string name, long version, ModelSignature signature) =>
        new() { Id = new ModelVersion(name, version), State = PoolState.Ready, Signature = signature, ReadyReplicas = 1 };
}
