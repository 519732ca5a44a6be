using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using OrleansInference.Client.Wire;
using OrleansInference.Models;

namespace OrleansInference.Client;

/// <summary>Tensors as typed spans, without boxing and without a copy.</summary>
public static class InferenceTensorExtensions
{
    extension(InferenceTensor tensor)
    {
        /// <summary>A tensor over <paramref name="elements"/>, which are not copied: leave them alone until the call has ended.</summary>
        /// <typeparam name="T">bool, (s)byte, (u)short, (u)int, (u)long, <see cref="Half"/>, float or double.</typeparam>
        /// <param name="name">The input's name.</param>
        /// <param name="shape">Each dimension at least 0; their product is the number of elements.</param>
        /// <param name="elements">Row-major.</param>
        /// <exception cref="ArgumentException">Shape and number of elements differ.</exception>
        /// <exception cref="NotSupportedException">No type of the protocol is <typeparamref name="T"/>.</exception>
        public static InferenceTensor Of<T>(string name, ReadOnlySpan<long> shape, ReadOnlyMemory<T> elements)
            where T : unmanaged
        {
            RequireElements(name, shape, elements.Length);
            return new InferenceTensor
            {
                Name = name,
                DataType = TypeOf<T>(),
                Shape = [.. shape],
                Data = elements is ReadOnlyMemory<byte> bytes ? bytes : new ElementMemory<T>(elements).Memory,
            };
        }

        /// <summary>A <see cref="TensorDataType.Bytes"/> tensor of UTF-8 texts.</summary>
        /// <param name="name">The input's name.</param>
        /// <param name="shape">Its product is the number of texts.</param>
        /// <param name="texts">Row-major.</param>
        public static InferenceTensor OfTexts(string name, ReadOnlySpan<long> shape, params ReadOnlySpan<string> texts)
        {
            RequireElements(name, shape, texts.Length);
            var stream = new MemoryStream();
            Span<byte> prefix = stackalloc byte[sizeof(uint)];
            foreach (var text in texts)
            {
                var element = Encoding.UTF8.GetBytes(text);
                BinaryPrimitives.WriteInt32LittleEndian(prefix, element.Length);
                stream.Write(prefix);
                stream.Write(element);
            }

            return new InferenceTensor { Name = name, DataType = TensorDataType.Bytes, Shape = [.. shape], Data = stream.ToArray() };
        }

        /// <summary>The elements, in place.</summary>
        /// <exception cref="InvalidOperationException">The tensor's type is not <typeparamref name="T"/>.</exception>
        public ReadOnlySpan<T> Elements<T>()
            where T : unmanaged =>
            TypeOf<T>() == tensor.DataType
                ? MemoryMarshal.Cast<byte, T>(tensor.Data.Span)
                : throw new InvalidOperationException(
                    $"Tensor '{tensor.Name}' is {tensor.DataType.ToProtocolName()}, not {TypeOf<T>().ToProtocolName()}.");

        /// <summary>The elements of a <see cref="TensorDataType.Bytes"/> tensor, read as UTF-8.</summary>
        /// <exception cref="InvalidOperationException">The tensor is of another type.</exception>
        /// <exception cref="FormatException">An element's length goes beyond the data.</exception>
        public ImmutableArray<string> Texts()
        {
            if (tensor.DataType != TensorDataType.Bytes)
                throw new InvalidOperationException($"Tensor '{tensor.Name}' is {tensor.DataType.ToProtocolName()}, not BYTES.");
            var texts = ImmutableArray.CreateBuilder<string>();
            for (var rest = tensor.Data.Span; rest.Length > 0;)
            {
                if (rest.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(rest) > rest.Length - sizeof(uint))
                    throw new FormatException($"Tensor '{tensor.Name}' ends within element {texts.Count}.");
                var end = sizeof(uint) + BinaryPrimitives.ReadInt32LittleEndian(rest);
                texts.Add(Encoding.UTF8.GetString(rest[sizeof(uint)..end]));
                rest = rest[end..];
            }

            return texts.DrainToImmutable();
        }

        /// <summary>The elements of an output that <see cref="IInferenceClient.ClassifyAsync"/> asked for.</summary>
        /// <exception cref="FormatException">An element is no classification.</exception>
        public ImmutableArray<Classification> Classifications() => [.. tensor.Texts().Select(Classification.Parse)];
    }

    private static TensorDataType TypeOf<T>()
        where T : unmanaged =>
        typeof(T) == typeof(bool) ? TensorDataType.Bool
        : typeof(T) == typeof(byte) ? TensorDataType.UInt8
        : typeof(T) == typeof(ushort) ? TensorDataType.UInt16
        : typeof(T) == typeof(uint) ? TensorDataType.UInt32
        : typeof(T) == typeof(ulong) ? TensorDataType.UInt64
        : typeof(T) == typeof(sbyte) ? TensorDataType.Int8
        : typeof(T) == typeof(short) ? TensorDataType.Int16
        : typeof(T) == typeof(int) ? TensorDataType.Int32
        : typeof(T) == typeof(long) ? TensorDataType.Int64
        : typeof(T) == typeof(Half) ? TensorDataType.Fp16
        : typeof(T) == typeof(float) ? TensorDataType.Fp32
        : typeof(T) == typeof(double) ? TensorDataType.Fp64
        : throw new NotSupportedException($"No tensor type has elements of type {typeof(T).Name}.");

    private static void RequireElements(string name, ReadOnlySpan<long> shape, int count)
    {
        long product = 1;
        var negative = false;
        foreach (var dimension in shape)
            (product, negative) = (checked(product * dimension), negative || dimension < 0);
        if (negative || product != count)
            throw new ArgumentException($"Shape [{string.Join(",", shape.ToArray())}] of '{name}' does not fit {count} elements.", nameof(shape));
    }
}
