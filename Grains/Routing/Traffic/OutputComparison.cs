using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Routing.Traffic;

/// <summary>What another version's outputs are worth beside the expected ones.</summary>
/// <param name="Difference">Of all outputs that both have.</param>
/// <param name="Problem">The first output that differs, and how; null where they agree.</param>
internal readonly record struct OutputComparison(TensorDifference Difference, string? Problem)
{
    /// <summary>Every expected output has to be there; further ones don't matter.</summary>
    public static OutputComparison Of(ImmutableArray<InferenceTensor> expected, ImmutableArray<InferenceTensor> actual, double tolerance)
    {
        var all = TensorDifference.None;
        string? problem = null;
        foreach (var output in expected)
        {
            var (difference, found) = Compare(output, actual.FirstOrDefault(other => other.Name == output.Name), tolerance);
            all = all.And(difference);
            problem ??= found;
        }
        return new(all, problem);
    }

    private static (TensorDifference, string?) Compare(InferenceTensor expected, InferenceTensor? actual, double tolerance)
    {
        var unlike = TensorDifference.None with { Agrees = false };
        if (actual is null) return (unlike, $"output '{expected.Name}' is missing");
        if (actual.DataType != expected.DataType || !actual.Shape.AsSpan().SequenceEqual(expected.Shape.AsSpan()))
            return (unlike, $"output '{expected.Name}': expected {Describe(expected)}, got {Describe(actual)}");
        var difference = TensorDifference.Of(expected.DataType, expected.Data.Span, actual.Data.Span, tolerance);
        return (difference, difference switch
        {
            { Agrees: true } => null,
            { MaxAbsolute: > 0 } => $"output '{expected.Name}' differs by up to {difference.MaxAbsolute:G3}, relatively {difference.MaxRelative:G3}",
            _ => $"output '{expected.Name}' differs",
        });
    }

    private static string Describe(InferenceTensor tensor) => $"{tensor.DataType.ToProtocolName()}[{string.Join(',', tensor.Shape)}]";
}
