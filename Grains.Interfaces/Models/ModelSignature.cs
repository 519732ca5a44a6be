using System.Collections.Immutable;

namespace OrleansInference.Models;

/// <summary>Inputs and outputs of a model version, from its configuration or else from the program itself.</summary>
[GenerateSerializer, Immutable, Alias("oi.ModelSignature")]
public sealed record ModelSignature
{
    [Id(0)] public required ImmutableArray<TensorSpec> Inputs { get; init; }

    /// <summary>Empty where the program does not tell (a dictionary, say): then every output that comes is returned.</summary>
    [Id(1)] public required ImmutableArray<TensorSpec> Outputs { get; init; }

    /// <summary>The most items along the first dimension; 0 where the model does not batch.</summary>
    [Id(2)] public int MaxBatchSize { get; init; }

    /// <summary>The platform's name in the protocol, <c>pytorch_libtorch</c> for TorchScript.</summary>
    [Id(3)] public string Platform { get; init; } = "pytorch_libtorch";

    /// <summary>By content: a signature that crossed a silo boundary equals the one it was.</summary>
    public bool Equals(ModelSignature? other) =>
        other is not null && MaxBatchSize == other.MaxBatchSize && Platform == other.Platform
        && Inputs.AsSpan().SequenceEqual(other.Inputs.AsSpan()) && Outputs.AsSpan().SequenceEqual(other.Outputs.AsSpan());

    public override int GetHashCode() => HashCode.Combine(MaxBatchSize, Inputs.Length, Outputs.Length);
}
