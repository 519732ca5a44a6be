using System.Runtime.InteropServices;
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
        && Agree(expected.DataType, expected.Data.Span, actual.Data.Span, tolerance);

    private static bool Agree(TensorDataType type, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, double tolerance) => type switch
    {
        TensorDataType.Fp64 => Agree<double>(expected, actual, value => value, tolerance),
        TensorDataType.Fp32 => Agree<float>(expected, actual, value => value, tolerance),
        TensorDataType.Fp16 => Agree<Half>(expected, actual, value => (double)value, tolerance),
        TensorDataType.Bf16 => Agree<ushort>(expected, actual, value => BitConverter.UInt32BitsToSingle((uint)value << 16), tolerance),
        _ => expected.SequenceEqual(actual),
    };

    private static bool Agree<T>(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, Func<T, double> read, double tolerance) where T : struct
    {
        var left = MemoryMarshal.Cast<byte, T>(expected);
        var right = MemoryMarshal.Cast<byte, T>(actual);
        for (var i = 0; i < left.Length; i++)
            if (!Agree(read(left[i]), read(right[i]), tolerance))
                return false;
        return true;
    }

    // What is not a number or infinite has to be the same in both.
    private static bool Agree(double expected, double actual, double tolerance) =>
        expected.Equals(actual) || (double.IsFinite(expected) && Math.Abs(expected - actual) <= tolerance * (1 + Math.Abs(expected)));
}
