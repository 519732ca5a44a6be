using System.Buffers.Binary;
using System.Text;
using OrleansInference.Models;

namespace OrleansInference.Cli.Npy;

/// <summary>Reads NumPy's files (<c>numpy.save</c>) of format version 1, 2 and 3.</summary>
internal static class NpyReader
{
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    /// <exception cref="InvalidDataException">It is no such file, or holds what the protocol has no type for. The message has no subject.</exception>
    public static NpyArray Read(byte[] file)
    {
        var header = ReadHeader(file, out var dataAt);
        var stored = file.AsMemory(dataAt);
        if (stored.Length != Bytes(header))
            throw new InvalidDataException(
                $"it has {stored.Length} bytes of data; shape ({string.Join(", ", header.Shape)}) of {header.Type.ElementBytes}-byte elements takes {Bytes(header)}");
        if (header.Type.IsBigEndian)
            NpyOrder.SwapBytes(stored.Span, header.Type.UnitBytes);
        if (header.IsFortranOrder && header.Shape.Length > 1)
            stored = NpyOrder.FromFortran(stored.Span, header.Shape.AsSpan(), header.Type.ElementBytes);
        return new NpyArray(
            header.Type.DataType, header.Shape,
            header.Type.DataType == TensorDataType.Bytes ? NpyTexts.ToProtocol(stored.Span, header) : stored);
    }

    private static NpyHeader ReadHeader(ReadOnlySpan<byte> file, out int dataAt)
    {
        const int VersionAt = 6;
        const int LengthAt = 8;
        if (!file.StartsWith(Magic))
            throw new InvalidDataException(file.StartsWith("PK"u8) ? "it is an archive (.npz); save one array with numpy.save" : "it is no NumPy file");
        var major = file.Length > VersionAt ? file[VersionAt] : 0;
        if (major is not (1 or 2 or 3))
            throw new InvalidDataException($"its format is version {major}; expected 1, 2 or 3");
        var lengthBytes = major == 1 ? sizeof(ushort) : sizeof(uint);
        if (file.Length < LengthAt + lengthBytes)
            throw new InvalidDataException("it ends within its header");
        long length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(file[LengthAt..]) : BinaryPrimitives.ReadUInt32LittleEndian(file[LengthAt..]);
        if (LengthAt + lengthBytes + length > file.Length)
            throw new InvalidDataException("it ends within its header");
        dataAt = LengthAt + lengthBytes + (int)length;
        var encoding = major == 3 ? Encoding.UTF8 : Encoding.Latin1;
        try
        {
            return NpyHeader.Parse(encoding.GetString(file[(LengthAt + lengthBytes)..dataAt]));
        }
        catch (OverflowException exception)
        {
            throw new InvalidDataException("its shape has more elements than can be counted", exception);
        }
    }

    private static Int128 Bytes(NpyHeader header) => (Int128)header.Count * header.Type.ElementBytes;
}
