using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Ensembles;

/// <summary>Small ensembles, written as texts: <c>"model: a b → c"</c> is a step that reads the tensors a and b and writes c.</summary>
internal static class Graphs
{
    /// <summary>The left, which two in the middle read, and the right, which reads both.</summary>
    public static readonly string[] Diamond = ["split: in → a", "left: a → b", "right: a → c", "join: b c → out"];

    public static EnsembleSpec Spec(params string[] steps) => new() { Steps = [.. steps.Select(Step)] };

    public static EnsemblePlan Plan(params string[] steps) => new(Spec(steps), Signature(["in"], ["out"]));

    public static ModelSignature Signature(string[] inputs, string[] outputs, int maxBatchSize = 8) => new()
    {
        Inputs = [.. inputs.Select(name => Tensor(name))],
        Outputs = [.. outputs.Select(name => Tensor(name))],
        MaxBatchSize = maxBatchSize,
        Platform = EnsembleSpec.Platform,
    };

    public static TensorSpec Tensor(string name, params long[] shape) =>
        new() { Name = name, DataType = TensorDataType.Fp32, Shape = shape.Length == 0 ? [-1, -1] : [.. shape] };

    public static ModelSpec Model(string name, EnsembleSpec spec, ModelSignature signature) => new()
    {
        Id = new ModelVersion(name, 1),
        Backend = EnsembleSpec.Platform,
        ProgramPath = "",
        DeclaredSignature = signature,
        Ensemble = spec,
        Batching = new BatchingSpec(1, TimeSpan.Zero, 0),
        Replicas = [],
    };

    public static PoolKey Pool(ModelSpec spec, long revision = 1) => new(spec.Id, revision, SiloAddress.New(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 11111), 1));

    /// <summary>The model's tensors are named as the ensemble's, with an m before.</summary>
    private static EnsembleStep Step(string text)
    {
        var parts = text.Split(':', '→');
        return new EnsembleStep { Model = parts[0].Trim(), Inputs = Map(parts[1]), Outputs = Map(parts[2]) };
    }

    private static ImmutableArray<TensorMapping> Map(string names) =>
        [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new TensorMapping($"m{name}", name))];
}
