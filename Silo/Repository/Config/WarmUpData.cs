using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansInference.Models;

namespace OrleansInference.Repository.Config;

/// <summary>Makes the elements of warm-up tensors.</summary>
internal static class WarmUpData
{
    /// <summary>Most bytes of one tensor; as the front doors limit a body by default.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const int LengthBytes = sizeof(int);

    /// <summary>False where the product is above <see cref="MaxBytes"/>.</summary>
    public static bool TryCountElements(ImmutableArray<long> dims, out long elements)
    {
        elements = 1;
        foreach (var size in dims)
        {
            if (size > MaxBytes / elements) return false;
            elements *= size;
        }
        return true;
    }

    /// <summary>Zeros; for <see cref="TensorDataType.Bytes"/> empty elements.</summary>
    public static byte[] Zero(TensorDataType type, int elements) =>
        new byte[(long)elements * (type == TensorDataType.Bytes ? LengthBytes : type.ElementBytes())];

    /// <summary>
    /// The same for every load: floating point from 0 to 1; integers and booleans 0 or 1, which is valid as an index and as a mask;
    /// for <see cref="TensorDataType.Bytes"/> empty elements, as in Triton.
    /// </summary>
    public static byte[] Random(TensorDataType type, int elements)
    {
        var data = Zero(type, elements);
        var random = new Random(elements);
        switch (type)
        {
            case TensorDataType.Bytes: break;
            case TensorDataType.Fp16: Fill(data, () => (Half)random.NextSingle()); break;
            case TensorDataType.Fp32: Fill(data, random.NextSingle); break;
            case TensorDataType.Fp64: Fill(data, random.NextDouble); break;
            case TensorDataType.Bf16: Fill(data, () => (ushort)(BitConverter.SingleToUInt32Bits(random.NextSingle()) >> 16)); break;
            default:
                for (var at = 0; at < data.Length; at += type.ElementBytes()) data[at] = (byte)random.Next(2);
                break;
        }
        return data;
    }

    /// <summary>Whether a file's bytes are that many elements.</summary>
    public static bool Fits(ReadOnlySpan<byte> data, TensorDataType type, int elements, out string problem)
    {
        var found = type == TensorDataType.Bytes ? CountPrefixed(data)
            : data.Length % type.ElementBytes() == 0 ? data.Length / type.ElementBytes()
            : -1;
        problem = "";
        if (found == elements) return true;

        var shown = found < 0 ? "which is no whole number of elements" : $"{found} elements";
        problem = $"the file has {data.Length} bytes, {shown}; expected {elements} elements of {type.ToProtocolName()}";
        return false;
    }

    public static byte[] Repeat(byte[] item, long times)
    {
        var all = new byte[item.Length * times];
        for (var at = 0L; at < all.Length; at += item.Length) item.CopyTo(all, at);
        return all;
    }

    private static void Fill<T>(byte[] data, Func<T> next) where T : struct
    {
        foreach (ref var element in MemoryMarshal.Cast<byte, T>(data.AsSpan())) element = next();
    }

    private static int CountPrefixed(ReadOnlySpan<byte> data)
    {
        var count = 0;
        for (; !data.IsEmpty; count++)
        {
            if (data.Length < LengthBytes) return -1;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(data);
            if (length > data.Length - LengthBytes) return -1;
            data = data[(LengthBytes + (int)length)..];
        }
        return count;
    }
}
