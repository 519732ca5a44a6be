using System.Buffers.Binary;

namespace OrleansInference.Cli.Npy;

/// <summary>BF16 is the upper half of an FP32. NumPy has no type for it, so its files hold float32 for it.</summary>
internal static class BrainFloat
{
    /// <summary>Exactly the same values as FP32.</summary>
    public static ReadOnlyMemory<byte> Widen(ReadOnlySpan<byte> brainFloats)
    {
        var floats = new byte[brainFloats.Length * 2];
        for (var at = 0; at + 2 <= brainFloats.Length; at += 2)
            brainFloats.Slice(at, 2).CopyTo(floats.AsSpan((at * 2) + 2));
        return floats;
    }

    /// <summary>The nearest values; of two, the even one. NaN stays NaN.</summary>
    public static ReadOnlyMemory<byte> Narrow(ReadOnlySpan<byte> floats)
    {
        var brainFloats = new byte[floats.Length / 2];
        for (var at = 0; at + 4 <= floats.Length; at += 4)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(floats[at..]);
            var rounded = float.IsNaN(BitConverter.UInt32BitsToSingle(bits)) ? (bits >> 16) | 0x40 : (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
            BinaryPrimitives.WriteUInt16LittleEndian(brainFloats.AsSpan(at / 2), (ushort)rounded);
        }

        return brainFloats;
    }
}
