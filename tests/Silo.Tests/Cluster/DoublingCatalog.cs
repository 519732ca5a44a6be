using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OrleansInference.Models;

namespace OrleansInference.Cluster;

/// <summary>The models <c>double</c>, <c>corrupt</c> (fails to load) and <c>misconfigured</c> (no specification).</summary>
internal sealed class DoublingCatalog : IModelCatalog
{
    private static readonly ModelSignature Signature = new()
    {
        Inputs = [new TensorSpec { Name = "x", DataType = TensorDataType.Fp32, Shape = [-1, -1], Labels = ["a", "b"] }],
        Outputs = [new TensorSpec { Name = "y", DataType = TensorDataType.Fp32, Shape = [-1, -1] }],
        MaxBatchSize = 4,
    };

    public ImmutableArray<CatalogEntry> Entries { get; } =
    [
        Entry("corrupt"),
        Entry("double"),
        new CatalogEntry { Id = new ModelVersion("misconfigured", 1), Reason = "config.pbtxt:1:1: no" },
    ];

    public bool TryGet(ModelVersion model, [NotNullWhen(true)] out CatalogEntry? entry) =>
        (entry = Entries.FirstOrDefault(each => each.Id == model)) is not null;

    private static CatalogEntry Entry(string model) => new()
    {
        Id = new ModelVersion(model, 1),
        Spec = new ModelSpec
        {
            Id = new ModelVersion(model, 1),
            Backend = "doubling",
            ProgramPath = "",
            DeclaredSignature = Signature,
            Batching = new BatchingSpec(1, TimeSpan.Zero, 0),
            Replicas = [new DeviceSlot("cpu", 1), new DeviceSlot("cpu", 1)],
        },
    };
}
