using System.Collections.Immutable;
using OrleansInference.Control;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Simulation;

/// <summary>One model, <c>timed</c>, that takes 2 ms and 1 ms for each item, on two replicas a silo.</summary>
internal sealed class TimedSource : IModelSource
{
    public const int MaxBatchSize = 4;

    /// <summary>Stands for the state of the files.</summary>
    public int Edition { get; set; }

    public ValueTask<ImmutableArray<ModelScan>> ScanAsync() => ValueTask.FromResult<ImmutableArray<ModelScan>>([Scan()]);

    public ValueTask<ModelScan?> ScanAsync(string model, string? config) => ValueTask.FromResult(model == TimedModel.Name ? Scan() : null);

    private ModelScan Scan()
    {
        var id = new ModelVersion(TimedModel.Name, 1);
        return new ModelScan
        {
            Model = id.Model,
            Versions = [new ScannedVersion { Id = id, Files = Fingerprint.Of($"edition {Edition}"), Spec = Spec(id) }],
        };
    }

    private static ModelSpec Spec(ModelVersion id) => new()
    {
        Id = id,
        Backend = "managed",
        ProgramPath = "",
        Batching = new BatchingSpec(MaxBatchSize, TimeSpan.Zero, 0),
        Replicas = [new DeviceSlot("cpu", 1), new DeviceSlot("cpu", 1)],
        Parameters = ImmutableDictionary<string, string>.Empty.Add("base_seconds", "0.002").Add("item_seconds", "0.001"),
    };
}
