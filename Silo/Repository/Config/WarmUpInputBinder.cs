using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Repository.Config;

/// <summary>Binds one input of a warm-up sample: a type, the dimensions of one item, and where its elements come from.</summary>
internal sealed class WarmUpInputBinder(string name, long batchSize, bool hasBatchDimension, TensorSpec? declared, ModelFiles files)
{
    private static readonly string[] Sources = ["zero_data", "random_data", "input_data_file"];

    /// <summary>Null where something is wrong, which is then reported.</summary>
    public InferenceTensor? Bind(MessageReader input)
    {
        var type = TensorTypes.Read(input);
        var dims = input.Integers("dims", size => size >= 1, "an integer of at least 1");
        var sources = Sources.Where(input.Has).ToArray();
        if (sources.Length != 1) input.Problem($"has {sources.Length} sources; allowed: one of {string.Join(", ", Sources)}");

        ImmutableArray<long> shape = hasBatchDimension ? [batchSize, .. dims] : dims;
        CheckDeclared(input, type, shape);
        if (type == TensorDataType.Unknown || sources.Length != 1 || !TryCount(input, dims, type, out var elements)) return null;
        if (Item(input, sources[0], type, elements) is not { } item || !IsInBounds(input, item.LongLength * batchSize)) return null;
        return new InferenceTensor { Name = name, DataType = type, Shape = shape, Data = WarmUpData.Repeat(item, batchSize) };
    }

    private bool TryCount(MessageReader input, ImmutableArray<long> dims, TensorDataType type, out int elements)
    {
        var isCounted = WarmUpData.TryCountElements(dims, out var count);
        elements = (int)count;
        return IsInBounds(input, isCounted ? count * batchSize * Math.Max(1, type.ElementBytes()) : long.MaxValue);
    }

    private bool IsInBounds(MessageReader input, long bytes)
    {
        if (bytes <= WarmUpData.MaxBytes) return true;
        input.Problem("dims", $"with batch_size {batchSize} gives more than {WarmUpData.MaxBytes} bytes, the most that a tensor may have here");
        return false;
    }

    /// <summary>The elements of one item.</summary>
    private byte[]? Item(MessageReader input, string source, TensorDataType type, int elements)
    {
        // As in Triton: that the field is there counts, not whether it says true.
        if (source != "input_data_file") input.Flag(source);
        if (source == "zero_data") return WarmUpData.Zero(type, elements);
        if (source == "random_data") return WarmUpData.Random(type, elements);
        if (input.Text(source) is not { } file) return null;

        var path = Path.Combine("warmup", file);
        var isRead = files.TryRead(path, WarmUpData.MaxBytes, out var bytes, out var problem);
        if (isRead && WarmUpData.Fits(bytes, type, elements, out problem)) return bytes;
        input.Problem(source, $"can't be used: {problem}");
        return null;
    }

    private void CheckDeclared(MessageReader input, TensorDataType type, ImmutableArray<long> shape)
    {
        if (declared is null) return;
        if (type != TensorDataType.Unknown && type != declared.DataType)
            input.Problem("data_type", $"is {type.ToProtocolName()}; '{name}' is declared as {declared.DataType.ToProtocolName()}");
        var fits = shape.Length == declared.Shape.Length
            && shape.Zip(declared.Shape).All(pair => pair.Second == -1 || pair.First == pair.Second);
        if (!fits) input.Problem("dims", $"gives the shape {Show(shape)}; '{name}' is declared as {Show(declared.Shape)}");
    }

    private static string Show(ImmutableArray<long> shape) => $"[{string.Join(", ", shape)}]";
}
