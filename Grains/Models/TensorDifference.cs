using System.Runtime.InteropServices;

namespace OrleansInference.Models;

/// <summary>How far a tensor's values are from the expected ones.</summary>
/// <param name="Agrees">Floating point: each |expected − actual| ≤ tolerance · (1 + |expected|), and what is no number or infinite is the same in both. Others: equal bytes.</param>
/// <param name="MaxAbsolute">Largest |expected − actual|; infinite where only one of the two is a finite number. 0 for other types.</param>
/// <param name="MaxRelative">Largest |expected − actual| / |expected| where the expected value is not 0.</param>
internal readonly record struct TensorDifference(bool Agrees, double MaxAbsolute, double MaxRelative)
{
    public static TensorDifference None { get; } = new(true, 0, 0);

    public static TensorDifference Of(TensorDataType type, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, double tolerance) =>
        expected.Length != actual.Length ? new(false, double.PositiveInfinity, double.PositiveInfinity) : type switch
        {
            TensorDataType.Fp64 => Of<double>(expected, actual, static value => value, tolerance),
            TensorDataType.Fp32 => Of<float>(expected, actual, static value => value, tolerance),
            TensorDataType.Fp16 => Of<Half>(expected, actual, static value => (double)value, tolerance),
            TensorDataType.Bf16 => Of<ushort>(expected, actual, static value => BitConverter.UInt32BitsToSingle((uint)value << 16), tolerance),
            _ => None with { Agrees = expected.SequenceEqual(actual) },
        };

    /// <summary>Of two tensors together.</summary>
    public TensorDifference And(TensorDifference other) =>
        new(Agrees && other.Agrees, Math.Max(MaxAbsolute, other.MaxAbsolute), Math.Max(MaxRelative, other.MaxRelative));

    private static TensorDifference Of<T>(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, Func<T, double> read, double tolerance)
        where T : struct
    {
        if (expected.SequenceEqual(actual)) return None;
        var (agrees, maxAbsolute, maxRelative) = None;
        var left = MemoryMarshal.Cast<byte, T>(expected);
        var right = MemoryMarshal.Cast<byte, T>(actual);
        for (var i = 0; i < left.Length; i++)
        {
            var (one, other) = (read(left[i]), read(right[i]));
            if (one.Equals(other)) continue;
            var difference = Math.Abs(one - other);
            if (!double.IsFinite(difference)) difference = double.PositiveInfinity;
            agrees &= double.IsFinite(one) && difference <= tolerance * (1 + Math.Abs(one));
            maxAbsolute = Math.Max(maxAbsolute, difference);
            if (one != 0 && !double.IsNaN(difference / one)) maxRelative = Math.Max(maxRelative, difference / Math.Abs(one));
        }
        return new(agrees, maxAbsolute, maxRelative);
    }
}
