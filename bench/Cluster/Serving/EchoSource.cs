using System.Collections.Immutable;
using OrleansInference.Control;
using OrleansInference.Models;

namespace OrleansInference.Bench;

/// <summary><see cref="EchoModel"/> under three names: its pool is with the caller, on the second silo, or on the second and the third.</summary>
internal sealed class EchoSource : IModelSource
{
    public const string One = "one_process", Two = "two_processes", Three = "three_processes";

    /// <summary>As many as there are callers, so that none waits.</summary>
    public const int Replicas = 16;

    public ValueTask<ImmutableArray<ModelScan>> ScanAsync() => ValueTask.FromResult<ImmutableArray<ModelScan>>([Scan(One), Scan(Three), Scan(Two)]);

    public ValueTask<ModelScan?> ScanAsync(string model, string? config) => ValueTask.FromResult(model is One or Two or Three ? Scan(model) : null);

    private static ModelScan Scan(string model) => new()
    {
        Model = model,
        Versions = [new ScannedVersion { Id = new ModelVersion(model, 1), Files = Fingerprint.Of(model), Spec = Spec(new ModelVersion(model, 1)) }],
    };

    private static ModelSpec Spec(ModelVersion id) => new()
    {
        Id = id,
        Backend = "managed",
        ProgramPath = "",
        DeclaredSignature = EchoModel.EchoSignature,
        Batching = new BatchingSpec(1, TimeSpan.Zero, 0),
        Replicas = [.. Enumerable.Repeat(new DeviceSlot("cpu", 1), Replicas)],
    };
}
