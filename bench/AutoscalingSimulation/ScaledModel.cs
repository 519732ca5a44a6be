using System.Collections.Immutable;
using System.Globalization;
using OrleansInference.Autoscaling;
using OrleansInference.Control;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Bench;

/// <summary>The one model of the simulation: no batches, a hundredth of a second for each element, one replica on each silo.</summary>
/// <param name="scaling">How the autoscaler scales it; null where it does not.</param>
internal sealed class ScaledModel(ScalingSpec? scaling) : IModelSource
{
    public const string Name = "scaled";

    private const double SecondsPerElement = 0.01;

    private static readonly ModelVersion Id = new(Name, 1);

    private readonly ModelSpec _spec = new()
    {
        Id = Id,
        Backend = "managed",
        ProgramPath = "",
        Batching = new BatchingSpec(1, TimeSpan.Zero, 0),
        Replicas = [new DeviceSlot("cpu", 1)],
        Parameters = ImmutableDictionary<string, string>.Empty
            .Add(ManagedRuntime.ProgramParameter, TimedModel.Name)
            .Add("element_seconds", SecondsPerElement.ToString(CultureInfo.InvariantCulture)),
        Scaling = scaling,
    };

    public static int Elements(double serviceSeconds) => Math.Max(1, (int)Math.Round(serviceSeconds / SecondsPerElement));

    public static double Seconds(int elements) => elements * SecondsPerElement;

    public ValueTask<ImmutableArray<ModelScan>> ScanAsync() => ValueTask.FromResult<ImmutableArray<ModelScan>>([Scan()]);

    public ValueTask<ModelScan?> ScanAsync(string model, string? config) => ValueTask.FromResult(model == Name ? Scan() : null);

    private ModelScan Scan() => new()
    {
        Model = Name,
        Versions = [new ScannedVersion { Id = Id, Files = Fingerprint.Of(Name), Spec = _spec }],
    };
}
