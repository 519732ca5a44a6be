using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Protocol;

namespace OrleansInference.Client.Grpc;

/// <summary>Reads model metadata and the repository index.</summary>
internal static class MetadataMessages
{
    public static ModelMetadata Of(ModelMetadataResponse message) => new()
    {
        Name = message.Name,
        Versions = [.. message.Versions],
        Platform = message.Platform,
        Inputs = [.. message.Inputs.Select(Spec)],
        Outputs = [.. message.Outputs.Select(Spec)],
    };

    public static ImmutableArray<ModelIndexEntry> Of(RepositoryIndexResponse message) =>
        [.. message.Models.Select(model => new ModelIndexEntry(model.Name, model.Version, model.State, model.Reason))];

    // A type that this client does not know is Unknown: it can still list the model.
    private static TensorSpec Spec(ModelMetadataResponse.Types.TensorMetadata tensor) => new()
    {
        Name = tensor.Name,
        DataType = TensorDataTypeExtensions.TryParseProtocolName(tensor.Datatype, out var type) ? type : TensorDataType.Unknown,
        Shape = [.. tensor.Shape],
    };
}
