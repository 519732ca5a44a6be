using System.Collections.Immutable;
using System.Globalization;
using OrleansInference.Autoscaling;
using OrleansInference.Control;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Simulation;

/// <summary>
/// The model <c>timed</c>, that takes 2 ms and 1 ms for each item unless a test says otherwise, on two replicas a silo; and, to be loaded on demand, others that do the same.
/// </summary>
internal sealed class TimedSource : IModelSource
{
    public const int MaxBatchSize = 4;

    /// <summary>Stands for the state of the files.</summary>
    public int Edition { get; set; }

    public double BaseSeconds { get; init; } = 0.002;

    public double ItemSeconds { get; init; } = 0.001;

    /// <summary>Null: no autoscaler scales it.</summary>
    public ScalingSpec? Scaling { get; init; }

    public ValueTask<ImmutableArray<ModelScan>> ScanAsync() => ValueTask.FromResult<ImmutableArray<ModelScan>>([Scan()]);

    public ValueTask<ModelScan?> ScanAsync(string model, string? config) => ValueTask.FromResult<ModelScan?>(Scan(model));

    private ModelScan Scan(string model = TimedModel.Name)
    {
        var id = new ModelVersion(model, 1);
        return new ModelScan
        {
            Model = id.Model,
            Versions = [new ScannedVersion { Id = id, Files = Fingerprint.Of($"edition {Edition}"), Spec = Spec(id) }],
        };
    }

    private ModelSpec Spec(ModelVersion id) => new()
    {
        Id = id,
        Backend = "managed",
        ProgramPath = "",
        Batching = new BatchingSpec(MaxBatchSize, TimeSpan.Zero, 0),
        Replicas = [new DeviceSlot("cpu", 1), new DeviceSlot("cpu", 1)],
        Parameters = ImmutableDictionary<string, string>.Empty.Add(ManagedRuntime.ProgramParameter, TimedModel.Name)
            .Add("base_seconds", BaseSeconds.ToString(CultureInfo.InvariantCulture)).Add("item_seconds", ItemSeconds.ToString(CultureInfo.InvariantCulture)),
        Scaling = Scaling,
    };
}
