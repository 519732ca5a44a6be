using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors;

/// <summary>
/// What model metadata says. The protocol has no words for an undeclared datatype or rank: the datatype is empty then, the shape [-1].
/// </summary>
internal static class ModelMetadata
{
    /// <summary>Null where there is nothing to describe: it is not known yet, or the version is not loaded.</summary>
    public static ModelSignature? SignatureOf(ModelStatus status) => status.IsWanted || status.IsReady ? status.Signature : null;

    /// <summary>The versions of the same model that are loaded or on their way.</summary>
    public static IEnumerable<string> VersionsOf(ModelStatus status, ImmutableArray<ModelStatus> all) =>
        from other in all
        where other.Id.Model == status.Id.Model && other.State is not (PoolState.Failed or PoolState.Gone)
        select other.Id.Version.ToString();

    public static ImmutableArray<long> ShapeOf(TensorSpec tensor) => tensor.Shape.IsDefault ? [-1] : tensor.Shape;
}
