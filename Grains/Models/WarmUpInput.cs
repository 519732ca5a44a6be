using System.Collections.Immutable;

namespace OrleansInference.Models;

/// <summary>One input of a <see cref="WarmUpSample"/>.</summary>
/// <param name="Name">Of the model's input.</param>
/// <param name="DataType">Of its elements.</param>
/// <param name="Dims">Of one item, without the batch dimension.</param>
/// <param name="Source">Where the elements come from.</param>
/// <param name="File">In the folder <c>warmup</c>; empty where they come from no file.</param>
public sealed record WarmUpInput(string Name, TensorDataType DataType, ImmutableArray<long> Dims, WarmUpSource Source, string File);
