using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference;

/// <summary>Small requests, tensors and specifications.</summary>
internal static class Sample
{
    public static readonly ModelVersion Model = new("tiny", 1);

    /// <summary>All that comes has come.</summary>
    public static readonly Arrivals NoArrivals = new(() => Task.CompletedTask);

    public static readonly ModelSignature Signature = new()
    {
        Inputs = [new TensorSpec { Name = "x", DataType = TensorDataType.Fp32, Shape = [-1, -1] }],
        Outputs = [new TensorSpec { Name = "y", DataType = TensorDataType.Fp32, Shape = [-1, -1] }],
        MaxBatchSize = 8,
    };

    public static InferenceTensor Tensor(string name, ImmutableArray<long> shape, params float[] values) => new()
    {
        Name = name,
        DataType = TensorDataType.Fp32,
        Shape = shape,
        Data = MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
    };

    /// <summary>One item for each row.</summary>
    public static InferenceRequest Request(params float[][] rows) => new()
    {
        Model = Model.Model,
        Inputs = [Tensor("x", [rows.Length, rows.Length == 0 ? 0 : rows[0].Length], [.. rows.SelectMany(row => row)])],
    };

    public static float[] Floats(InferenceTensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.Data.Span).ToArray();

    public static ModelSpec Spec(int maxBatchSize = 8, TimeSpan maxQueueDelay = default, int maxQueueSize = 0, int replicas = 1) => new()
    {
        Id = Model,
        Backend = "test",
        ProgramPath = "",
        Batching = new BatchingSpec(maxBatchSize, maxQueueDelay, maxQueueSize),
        Replicas = [.. Enumerable.Repeat(new DeviceSlot("cpu", 1), replicas)],
    };
}
