using System.Buffers.Binary;
using System.Text;
using OrleansInference.Models;

namespace OrleansInference.Cli.Npy;

/// <summary>Writes a tensor as a NumPy file of format version 1. BF16 widens to float32, of which it is the upper half.</summary>
internal static class NpyWriter
{
    private const int Alignment = 64;

    /// <exception cref="InvalidDataException">NumPy's format can't hold it.</exception>
    public static byte[] Write(InferenceTensor tensor)
    {
        var (type, data) = tensor.DataType switch
        {
            TensorDataType.Bytes => NpyTexts.FromProtocol(tensor),
            TensorDataType.Bf16 => (NpyType.NameOf(tensor.DataType), BrainFloat.Widen(tensor.Data.Span)),
            _ => (NpyType.NameOf(tensor.DataType), tensor.Data),
        };
        return [.. Header(type, tensor.Shape.AsSpan()), .. data.Span];
    }

    private static byte[] Header(string type, ReadOnlySpan<long> shape)
    {
        const int PrefixBytes = 10;
        var dimensions = shape.Length == 1 ? $"{shape[0]}," : string.Join(", ", shape.ToArray());
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({dimensions}), }}";
        // The data is to begin at a multiple of 64; the header ends with a line feed.
        var length = ((PrefixBytes + text.Length + 1 + Alignment - 1) / Alignment * Alignment) - PrefixBytes;
        var header = new byte[PrefixBytes + length];
        ((ReadOnlySpan<byte>)[0x93, .. "NUMPY"u8, 1, 0]).CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)length));
        Encoding.ASCII.GetBytes(text.PadRight(length - 1) + '\n').CopyTo(header, PrefixBytes);
        return header;
    }
}
