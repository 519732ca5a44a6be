using System.Collections.Immutable;
using OrleansInference.Autoscaling;
using OrleansInference.Ensembles;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Repository.Config;

/// <summary>What a model's directory says of all its versions: its <c>config.pbtxt</c>, or the defaults where it has none.</summary>
internal sealed record ModelConfig
{
    public const string PyTorch = "pytorch";

    public string Backend { get; init; } = PyTorch;

    /// <summary>The program's path within the version's directory; null where the backend needs none.</summary>
    public string? ProgramFile { get; init; } = "model.pt";

    public ModelSignature? Signature { get; init; }
    public EnsembleSpec? Ensemble { get; init; }
    public required BatchingSpec Batching { get; init; }
    public required ImmutableArray<DeviceSlot> Replicas { get; init; }
    public ScalingSpec? Scaling { get; init; }
    public ImmutableDictionary<string, string> Parameters { get; init; } = ImmutableDictionary<string, string>.Empty;
    public ImmutableArray<ImmutableArray<InferenceTensor>> WarmUp { get; init; } = [];
    public ModelDescription Description { get; init; } = new();

    public ModelSpec ToSpec(ModelVersion id, string programPath) => new()
    {
        Id = id,
        Backend = Backend,
        ProgramPath = programPath,
        DeclaredSignature = Signature,
        Ensemble = Ensemble,
        Batching = Batching,
        Replicas = Replicas,
        Scaling = Scaling,
        Parameters = Parameters,
        WarmUp = WarmUp,
        Description = Description,
    };
}
