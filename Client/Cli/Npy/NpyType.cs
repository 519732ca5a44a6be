using System.Globalization;
using OrleansInference.Models;

namespace OrleansInference.Cli.Npy;

/// <summary>NumPy's type of an array, such as <c>&lt;f4</c>: byte order, kind, size.</summary>
/// <param name="DataType">The protocol's type.</param>
/// <param name="ElementBytes">Of one element as it lies in the file.</param>
/// <param name="UnitBytes">Of what the byte order applies to: the element, or one character of a text.</param>
/// <param name="IsBigEndian">As it says.</param>
internal readonly record struct NpyType(TensorDataType DataType, int ElementBytes, int UnitBytes, bool IsBigEndian)
{
    private const int MostTextBytes = 1 << 28;

    public static string Allowed => "bool, int8 to int64, uint8 to uint64, float16 to float64, or texts of at least one character (S, U)";

    /// <summary>Whether the elements are characters of four bytes rather than bytes.</summary>
    public bool IsUnicode => DataType == TensorDataType.Bytes && UnitBytes == 4;

    public static bool TryParse(string descr, out NpyType type)
    {
        type = default;
        if (descr.Length < 3 || descr[0] is not ('<' or '>' or '|' or '=')
            || !int.TryParse(descr.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            return false;
        if (descr[1] is 'S' or 'a' or 'U')
        {
            var unit = descr[1] == 'U' ? 4 : 1;
            type = new NpyType(TensorDataType.Bytes, size * unit, unit, descr[0] == '>');
            return size is > 0 and <= MostTextBytes;
        }

        type = new NpyType(TypeOf(descr[1], size), size, size, descr[0] == '>');
        return type.DataType != TensorDataType.Unknown;
    }

    /// <summary>The type that a file of such elements is written with; BF16 widens to float32.</summary>
    public static string NameOf(TensorDataType type) => type switch
    {
        TensorDataType.Bool => "|b1",
        TensorDataType.UInt8 => "|u1",
        TensorDataType.UInt16 => "<u2",
        TensorDataType.UInt32 => "<u4",
        TensorDataType.UInt64 => "<u8",
        TensorDataType.Int8 => "|i1",
        TensorDataType.Int16 => "<i2",
        TensorDataType.Int32 => "<i4",
        TensorDataType.Int64 => "<i8",
        TensorDataType.Fp16 => "<f2",
        TensorDataType.Fp32 or TensorDataType.Bf16 => "<f4",
        TensorDataType.Fp64 => "<f8",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "NumPy has no type of fixed size for it."),
    };

    private static TensorDataType TypeOf(char kind, int size) => (kind, size) switch
    {
        ('b', 1) => TensorDataType.Bool,
        ('u', 1) => TensorDataType.UInt8,
        ('u', 2) => TensorDataType.UInt16,
        ('u', 4) => TensorDataType.UInt32,
        ('u', 8) => TensorDataType.UInt64,
        ('i', 1) => TensorDataType.Int8,
        ('i', 2) => TensorDataType.Int16,
        ('i', 4) => TensorDataType.Int32,
        ('i', 8) => TensorDataType.Int64,
        ('f', 2) => TensorDataType.Fp16,
        ('f', 4) => TensorDataType.Fp32,
        ('f', 8) => TensorDataType.Fp64,
        _ => TensorDataType.Unknown,
    };
}
