using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using OrleansInference.FrontDoors.Validation;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Outputs;

/// <summary>
/// Triton's classification extension: instead of an output, its k highest values with their index and label, as BYTES elements
/// <c>value:index[:label]</c>; for each item of the batch where the model batches. Values are written so that they read back the same.
/// </summary>
internal static class Classification
{
    /// <summary>Replaces [batch, …] by BYTES [batch, min(k, elements of an item)].</summary>
    public static InferenceFault? Apply(ref InferenceTensor output, ModelSignature? signature, int classes)
    {
        var labels = signature?.Outputs.Find(output.Name)?.Labels ?? [];
        var rows = signature is { MaxBatchSize: > 0 } && output.Shape.Length > 0 ? output.Shape[0] : (long?)null;
        var data = output.Data.Span;
        var written = new ArrayBufferWriter<byte>();
        var count = output.DataType switch
        {
            TensorDataType.UInt8 => Rank<byte>(data, rows, classes, labels, written),
            TensorDataType.UInt16 => Rank<ushort>(data, rows, classes, labels, written),
            TensorDataType.UInt32 => Rank<uint>(data, rows, classes, labels, written),
            TensorDataType.UInt64 => Rank<ulong>(data, rows, classes, labels, written),
            TensorDataType.Int8 => Rank<sbyte>(data, rows, classes, labels, written),
            TensorDataType.Int16 => Rank<short>(data, rows, classes, labels, written),
            TensorDataType.Int32 => Rank<int>(data, rows, classes, labels, written),
            TensorDataType.Int64 => Rank<long>(data, rows, classes, labels, written),
            TensorDataType.Fp32 => Rank<float>(data, rows, classes, labels, written),
            TensorDataType.Fp64 => Rank<double>(data, rows, classes, labels, written),
            _ => -1,
        };
        if (count < 0)
            return Faults.Invalid(
                $"output '{output.Name}': classification takes integers, FP32 or FP64, the output is {output.DataType.ToProtocolName()}");
        output = new InferenceTensor
        {
            Name = output.Name,
            DataType = TensorDataType.Bytes,
            Shape = rows is { } batch ? [batch, count] : [count],
            Data = written.WrittenMemory,
        };
        return null;
    }

    private static int Rank<T>(ReadOnlySpan<byte> data, long? rows, int classes, ImmutableArray<string> labels, IBufferWriter<byte> written)
        where T : unmanaged, INumber<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(data);
        var rowCount = (int)(rows ?? 1);
        var rowLength = rowCount == 0 ? 0 : values.Length / rowCount;
        var count = Math.Min(classes, rowLength);
        for (var row = 0; row < rowCount; row++)
        {
            var rowValues = values.Slice(row * rowLength, rowLength);
            foreach (var index in TopIndices.Of(rowValues, count))
                Write(Describe(rowValues[index], index, labels), written);
        }
        return count;
    }

    private static string Describe<T>(T value, int index, ImmutableArray<string> labels) =>
        index < labels.Length ? $"{value}:{index}:{labels[index]}" : $"{value}:{index}";

    private static void Write(string element, IBufferWriter<byte> written)
    {
        var length = Encoding.UTF8.GetByteCount(element);
        var span = written.GetSpan(sizeof(uint) + length);
        BinaryPrimitives.WriteUInt32LittleEndian(span, (uint)length);
        Encoding.UTF8.GetBytes(element, span[sizeof(uint)..]);
        written.Advance(sizeof(uint) + length);
    }
}
