using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Simulation;

/// <summary>One model, <c>timed</c>, that takes 2 ms and 1 ms for each item, on two replicas a silo.</summary>
internal sealed class TimedCatalog : IModelCatalog
{
    public const int MaxBatchSize = 4;

    public ImmutableArray<CatalogEntry> Entries { get; } =
    [
        new CatalogEntry
        {
            Id = new ModelVersion(TimedModel.Name, 1),
            Spec = new ModelSpec
            {
                Id = new ModelVersion(TimedModel.Name, 1),
                Backend = "managed",
                ProgramPath = "",
                Batching = new BatchingSpec(MaxBatchSize, TimeSpan.Zero, 0),
                Replicas = [new DeviceSlot("cpu", 1), new DeviceSlot("cpu", 1)],
                Parameters = ImmutableDictionary<string, string>.Empty.Add("base_seconds", "0.002").Add("item_seconds", "0.001"),
            },
        },
    ];

    public bool TryGet(ModelVersion model, [NotNullWhen(true)] out CatalogEntry? entry) =>
        (entry = Entries.FirstOrDefault(each => each.Id == model)) is not null;
}
