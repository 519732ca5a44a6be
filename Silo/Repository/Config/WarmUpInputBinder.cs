using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Repository.Config;

/// <summary>Binds one input of a warm-up sample: a type, the dimensions of one item, and where its elements come from.</summary>
internal sealed class WarmUpInputBinder(string name, long batchSize, bool hasBatchDimension, TensorSpec? declared, ModelFiles files)
{
    private const string FileKey = "input_data_file";

    /// <summary>In the order of <see cref="WarmUpSource"/>.</summary>
    private static readonly string[] Sources = ["zero_data", "random_data", FileKey];

    /// <summary>The tensor, null where something is wrong, which is then reported; and what it was made of.</summary>
    public (InferenceTensor? Tensor, WarmUpInput Input) Bind(MessageReader input)
    {
        var type = TensorTypes.Read(input);
        var dims = input.Integers("dims", size => size >= 1, "an integer of at least 1");
        var sources = Sources.Where(input.Has).ToArray();
        if (sources.Length != 1) input.Problem($"has {sources.Length} sources; allowed: one of {string.Join(", ", Sources)}");

        ImmutableArray<long> shape = hasBatchDimension ? [batchSize, .. dims] : dims;
        CheckDeclared(input, type, shape);
        var source = (WarmUpSource)Math.Max(0, Array.FindIndex(Sources, input.Has));
        // As in Triton: that a flag is there counts, not whether it says true.
        if (source != WarmUpSource.File && sources.Length == 1) input.Flag(sources[0]);
        var file = source == WarmUpSource.File ? input.Text(FileKey) : "";
        var described = new WarmUpInput(name, type, dims, source, file ?? "");
        return (sources.Length == 1 && file is not null ? Tensor(input, described, shape) : null, described);
    }

    private InferenceTensor? Tensor(MessageReader input, WarmUpInput described, ImmutableArray<long> shape)
    {
        if (described.DataType == TensorDataType.Unknown || !TryCount(input, described, out var elements)) return null;
        if (Item(input, described, elements) is not { } item || !IsInBounds(input, item.LongLength * batchSize)) return null;
        return new InferenceTensor { Name = name, DataType = described.DataType, Shape = shape, Data = WarmUpData.Repeat(item, batchSize) };
    }

    private bool TryCount(MessageReader input, WarmUpInput described, out int elements)
    {
        var isCounted = WarmUpData.TryCountElements(described.Dims, out var count);
        elements = (int)count;
        return IsInBounds(input, isCounted ? count * batchSize * Math.Max(1, described.DataType.ElementBytes()) : long.MaxValue);
    }

    private bool IsInBounds(MessageReader input, long bytes)
    {
        if (bytes <= WarmUpData.MaxBytes) return true;
        input.Problem("dims", $"with batch_size {batchSize} gives more than {WarmUpData.MaxBytes} bytes, the most that a tensor may have here");
        return false;
    }

    /// <summary>The elements of one item.</summary>
    private byte[]? Item(MessageReader input, WarmUpInput described, int elements) => described.Source switch
    {
        WarmUpSource.Zero => WarmUpData.Zero(described.DataType, elements),
        WarmUpSource.Random => WarmUpData.Random(described.DataType, elements),
        _ => FromFile(input, described, elements),
    };

    private byte[]? FromFile(MessageReader input, WarmUpInput described, int elements)
    {
        var path = Path.Combine("warmup", described.File);
        var isRead = files.TryRead(path, WarmUpData.MaxBytes, out var bytes, out var problem);
        if (isRead && WarmUpData.Fits(bytes, described.DataType, elements, out problem)) return bytes;
        input.Problem(FileKey, $"can't be used: {problem}");
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
