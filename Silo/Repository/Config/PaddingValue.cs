using System.Globalization;
using OrleansInference.Models;

namespace OrleansInference.Repository.Config;

/// <summary>What a tensor of each type may be padded with.</summary>
internal static class PaddingValue
{
    /// <summary>The largest integer up to which a double holds every integer.</summary>
    private const double MostInteger = 1L << 53;

    private const double MostBf16 = 3.3895313892515355e38;

    /// <summary>Null where the text is no value of the type. Where the type is not known, which is reported elsewhere, any number is one.</summary>
    public static double? Parse(string text, TensorDataType type)
    {
        if (!TryNumber(text, out var value)) return null;
        if (IsFloat(type) && double.IsInfinity(value)) return value; // a mask that is added to scores
        var (min, max) = Range(type);
        return value >= min && value <= max && (IsFloat(type) || double.IsInteger(value)) ? value : null;
    }

    public static string Allowed(TensorDataType type)
    {
        var (min, max) = Range(type);
        return string.Create(CultureInfo.InvariantCulture, $"{(IsFloat(type) ? "inf, -inf, or a number" : "an integer")} from {min} to {max}");
    }

    private static bool TryNumber(string text, out double value)
    {
        value = text switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.NaN,
        };
        return double.IsInfinity(value)
            || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value));
    }

    private static bool IsFloat(TensorDataType type) =>
        type is TensorDataType.Fp16 or TensorDataType.Bf16 or TensorDataType.Fp32 or TensorDataType.Fp64 or TensorDataType.Unknown;

    private static (double Min, double Max) Range(TensorDataType type) => type switch
    {
        TensorDataType.Bool => (0, 1),
        TensorDataType.UInt8 => (byte.MinValue, byte.MaxValue),
        TensorDataType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        TensorDataType.UInt32 => (uint.MinValue, uint.MaxValue),
        TensorDataType.UInt64 => (0, MostInteger),
        TensorDataType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        TensorDataType.Int16 => (short.MinValue, short.MaxValue),
        TensorDataType.Int32 => (int.MinValue, int.MaxValue),
        TensorDataType.Int64 => (-MostInteger, MostInteger),
        TensorDataType.Fp16 => ((double)Half.MinValue, (double)Half.MaxValue),
        TensorDataType.Bf16 => (-MostBf16, MostBf16),
        TensorDataType.Fp32 => (float.MinValue, float.MaxValue),
        _ => (double.MinValue, double.MaxValue),
    };
}
