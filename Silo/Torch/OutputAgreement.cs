using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>Whether two ways of computing the same outputs agree.</summary>
internal static class OutputAgreement
{
    /// <summary>Floating point up to <paramref name="tolerance"/>, relatively or absolutely; all else exactly.</summary>
    public static bool Agree(ReadOnlySpan<ProgramOutput> expected, ReadOnlySpan<ProgramOutput> actual, double tolerance)
    {
        if (expected.Length != actual.Length)
            return false;
        for (var i = 0; i < expected.Length; i++)
            if (!Agree(expected[i], actual[i], tolerance))
                return false;
        return true;
    }

    private static bool Agree(ProgramOutput expected, ProgramOutput actual, double tolerance) =>
        expected.Name == actual.Name && expected.DataType == actual.DataType && expected.Shape.AsSpan().SequenceEqual(actual.Shape.AsSpan())
        && TensorDifference.Of(expected.DataType, expected.Data.Span, actual.Data.Span, tolerance).Agrees;
}
