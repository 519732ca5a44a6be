using System.Collections.Immutable;

namespace OrleansInference.Models;

/// <summary>What a model says of one of its inputs or outputs.</summary>
[GenerateSerializer, Immutable, Alias("oi.TensorSpec")]
public sealed record TensorSpec
{
    [Id(0)] public required string Name { get; init; }

    /// <summary><see cref="TensorDataType.Unknown"/> where neither the configuration nor the program declares it: any type is taken.</summary>
    [Id(1)] public TensorDataType DataType { get; init; }

    /// <summary>
    /// The whole shape with the batch dimension first where the model batches; −1 for a dynamic dimension.
    /// Default (<see cref="ImmutableArray{T}.IsDefault"/>) where even the rank is unknown.
    /// </summary>
    [Id(2)] public ImmutableArray<long> Shape { get; init; }

    /// <summary>Whether a request may leave this input out (the program has a default for it).</summary>
    [Id(3)] public bool Optional { get; init; }

    /// <summary>Class names by index, for the classification extension; empty where there are none.</summary>
    [Id(4)] public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>By content, the shape and the labels too.</summary>
    public bool Equals(TensorSpec? other) =>
        other is not null && Name == other.Name && DataType == other.DataType && Optional == other.Optional
        && Shape.IsDefault == other.Shape.IsDefault
        && Shape.AsSpan().SequenceEqual(other.Shape.AsSpan()) && Labels.AsSpan().SequenceEqual(other.Labels.AsSpan());

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
