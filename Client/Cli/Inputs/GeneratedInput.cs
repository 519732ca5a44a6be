using System.Collections.Immutable;
using OrleansInference.Client;
using OrleansInference.Models;

namespace OrleansInference.Cli.Inputs;

/// <summary>
/// Inputs by a model's metadata. Random floats are from 0 to 1, integers 0 or 1 (so that they may be indices, lengths or masks),
/// bytes 0 to 255, texts of 16 letters; or all is zero.
/// </summary>
/// <param name="random">Null for zeros.</param>
/// <param name="shapes">By input: the shape to use instead of the declared one.</param>
/// <param name="batch">The first dimension where the model leaves it open; null for that of the shape, or 1.</param>
internal sealed class GeneratedInput(Random? random, IReadOnlyDictionary<string, ImmutableArray<long>> shapes, long? batch)
{
    private const int MostBytes = 1 << 30;
    private const int TextLength = 16;

    /// <exception cref="CommandException">A size is not known; all of them are told.</exception>
    public ImmutableArray<InferenceTensor> Create(ModelMetadata model)
    {
        if (shapes.Keys.FirstOrDefault(name => model.Inputs.All(input => input.Name != name)) is { } unknown)
            throw new CommandException($"--shape: model '{model.Name}' has no input '{unknown}'; {ModelInputs.Describe(model)}");
        var problems = model.Inputs.Select(Problem).OfType<string>().ToList();
        if (problems.Count > 0)
            throw new CommandException(string.Join(" ", problems));
        return [.. model.Inputs.Select(Create)];
    }

    private string? Problem(TensorSpec input)
    {
        if (input.DataType == TensorDataType.Unknown)
            return $"The type of input '{input.Name}' is not declared: give it with --npy or --request.";
        var shape = ShapeOf(input);
        if (shape.Contains(-1))
            return $"The size of input '{input.Name}' {input.DataType.ToProtocolName()} [{string.Join(',', input.Shape)}] is open: say it with --shape {input.Name}:{string.Join(',', shape.Select(size => size < 0 ? "N" : size.ToString()))}.";
        return shape.Aggregate((Int128)1, (product, size) => product * size) * Math.Max(1, input.DataType.ElementBytes()) > MostBytes
            ? $"Input '{input.Name}' would have more than {MostBytes >> 30} GiB." : null;
    }

    private ImmutableArray<long> ShapeOf(TensorSpec input)
    {
        var shape = shapes.GetValueOrDefault(input.Name, input.Shape);
        return input.Shape is [-1, ..] && shape is [var first, .. var rest] && (batch is not null || first < 0) && (input.Shape.Length > 1 || shapes.ContainsKey(input.Name))
            ? [batch ?? 1, .. rest] : shape;
    }

    private InferenceTensor Create(TensorSpec input)
    {
        var shape = ShapeOf(input);
        var count = (int)shape.Aggregate(1L, (product, size) => product * size);
        return input.DataType == TensorDataType.Bytes
            ? InferenceTensor.OfTexts(input.Name, shape.AsSpan(), [.. Enumerable.Range(0, count).Select(_ => Text())])
            : new InferenceTensor { Name = input.Name, DataType = input.DataType, Shape = shape, Data = Elements(input.DataType, count) };
    }

    private string Text() => random is null ? "" : string.Create(TextLength, random, static (text, random) =>
    {
        for (var i = 0; i < text.Length; i++)
            text[i] = (char)('a' + random.Next(26));
    });

    private byte[] Elements(TensorDataType type, int count)
    {
        var width = type.ElementBytes();
        var data = new byte[count * width];
        for (var at = 0; random is not null && at < data.Length; at += width)
            Fill(type, data.AsSpan(at, width), random);
        return data;
    }

    private static void Fill(TensorDataType type, Span<byte> element, Random random)
    {
        switch (type)
        {
            case TensorDataType.Fp16: BitConverter.TryWriteBytes(element, (Half)random.NextSingle()); break;
            case TensorDataType.Fp32: BitConverter.TryWriteBytes(element, random.NextSingle()); break;
            case TensorDataType.Fp64: BitConverter.TryWriteBytes(element, random.NextDouble()); break;
            case TensorDataType.Bf16: BitConverter.TryWriteBytes(element, (ushort)(BitConverter.SingleToUInt32Bits(random.NextSingle()) >> 16)); break;
            case TensorDataType.UInt8: element[0] = (byte)random.Next(256); break;
            default: element[0] = (byte)random.Next(2); break;
        }
    }
}
