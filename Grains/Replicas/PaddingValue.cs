using System.Buffers.Binary;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>What fills a padded tensor up.</summary>
internal static class PaddingValue
{
    /// <summary>Fills <paramref name="tensor"/> with one value.</summary>
    public static void Fill(Span<byte> tensor, TensorDataType type, double value)
    {
        if (value == 0)
        {
            tensor.Clear();
            return;
        }
        if (tensor.IsEmpty) return;
        var filled = type.ElementBytes();
        Write(tensor[..filled], type, value);
        for (; filled < tensor.Length; filled *= 2)
            tensor[..Math.Min(filled, tensor.Length - filled)].CopyTo(tensor[filled..]);
    }

    private static void Write(Span<byte> element, TensorDataType type, double value)
    {
        switch (type)
        {
            case TensorDataType.Fp32: BinaryPrimitives.WriteSingleLittleEndian(element, (float)value); break;
            case TensorDataType.Fp64: BinaryPrimitives.WriteDoubleLittleEndian(element, value); break;
            case TensorDataType.Fp16: BinaryPrimitives.WriteHalfLittleEndian(element, (Half)value); break;
            case TensorDataType.Bf16: BinaryPrimitives.WriteUInt16LittleEndian(element, (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16)); break;
            default: WriteInteger(element, (long)value); break;
        }
    }

    // Of two's complement, the low bytes are the same in every length, with and without a sign.
    private static void WriteInteger(Span<byte> element, long value)
    {
        Span<byte> whole = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(whole, value);
        whole[..element.Length].CopyTo(element);
    }
}
