using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Client;

/// <summary>What a server tells of a model: its inputs and outputs.</summary>
public sealed record ModelMetadata
{
    public required string Name { get; init; }

    /// <summary>As the server writes them; numbers, with servers that follow Triton.</summary>
    public ImmutableArray<string> Versions { get; init; } = [];

    /// <summary>Such as <c>pytorch_libtorch</c>.</summary>
    public string Platform { get; init; } = "";

    public required ImmutableArray<TensorSpec> Inputs { get; init; }

    /// <summary>Empty where the model does not declare its outputs.</summary>
    public required ImmutableArray<TensorSpec> Outputs { get; init; }
}
