using System.Collections.Immutable;
using OrleansInference.Ensembles;
using OrleansInference.Models;

namespace OrleansInference.Repository.Config;

/// <summary>Binds <c>input</c> and <c>output</c>.</summary>
internal sealed class SignatureBinder(int maxBatchSize, ModelFiles files)
{
    private const string Dimension = "-1 for any size, or an integer of at least 1";

    private readonly ImmutableDictionary<string, string>.Builder _labelFiles = ImmutableDictionary.CreateBuilder<string, string>();

    /// <summary>Of outputs, by name; once they are bound.</summary>
    public ImmutableDictionary<string, string> LabelFiles => _labelFiles.ToImmutable();

    /// <summary>Null where the configuration declares no tensor: then the program tells. Of an ensemble there is none that could.</summary>
    public ModelSignature? Bind(MessageReader root, string platform)
    {
        var inputs = Tensors(root, "input", Input);
        var outputs = Tensors(root, "output", Output);
        if (!root.Has("input"))
        {
            if (platform == EnsembleSpec.Platform) root.Missing("input", "an ensemble declares its inputs and outputs");
            else if (root.Has("output")) root.Missing("input", "where outputs are declared, inputs have to be too");
            if (maxBatchSize > 0 && platform != EnsembleSpec.Platform)
                root.Missing("input", $"max_batch_size is {maxBatchSize}, and only declared inputs have a batch dimension");
            return null;
        }
        if (platform == EnsembleSpec.Platform && !root.Has("output")) root.Missing("output", "an ensemble declares its inputs and outputs");
        return new ModelSignature { Inputs = inputs, Outputs = outputs, MaxBatchSize = maxBatchSize, Platform = platform };
    }

    private static ImmutableArray<TensorSpec> Tensors(MessageReader root, string name, Func<MessageReader, TensorSpec> bind)
    {
        var tensors = ImmutableArray.CreateBuilder<TensorSpec>();
        foreach (var reader in root.Messages(name))
        {
            var tensor = bind(reader);
            reader.Close();
            if (tensors.Any(other => other.Name == tensor.Name && tensor.Name.Length > 0))
                reader.Refuse("name", $"a name that no other {name} has");
            tensors.Add(tensor);
        }
        return tensors.ToImmutable();
    }

    private TensorSpec Input(MessageReader reader)
    {
        reader.NotUsed("format");
        reader.NotSupported("allow_ragged_batch", "requests are not joined into one dimension; the parameter PADDING lets those of different length share a batch");
        return Tensor(reader) with { Optional = reader.Flag("optional") };
    }

    private TensorSpec Output(MessageReader reader)
    {
        var tensor = Tensor(reader);
        return tensor with { Labels = reader.Has("label_filename") ? Labels(reader, tensor) : [] };
    }

    private TensorSpec Tensor(MessageReader reader)
    {
        var name = reader.Text("name");
        if (string.IsNullOrEmpty(name)) reader.Missing("name", "allowed: a text that is not empty");
        var type = TensorTypes.Read(reader);
        if (!reader.Has("dims")) reader.Missing("dims", $"each of its elements may be {Dimension}");
        var dims = reader.Integers("dims", size => size is -1 or >= 1, Dimension);
        Reshape(reader, dims);
        reader.NotSupported("is_shape_tensor", "TensorRT alone has such tensors");
        reader.NotSupported("is_non_linear_format_io", "TensorRT alone has such formats");
        return new TensorSpec { Name = name ?? "", DataType = type, Shape = maxBatchSize > 0 ? [-1, .. dims] : dims };
    }

    private static void Reshape(MessageReader reader, ImmutableArray<long> dims)
    {
        if (reader.Message("reshape") is not { } reshape) return;
        var shape = reshape.Integers("shape", size => size is -1 or >= 1, Dimension);
        if (!shape.SequenceEqual(dims))
            reader.Problem("reshape", $"is not supported: the program gets the shape that dims declares, [{string.Join(", ", dims)}]");
        reshape.Close();
    }

    private ImmutableArray<string> Labels(MessageReader reader, TensorSpec tensor)
    {
        // An empty one is none: protobuf does not tell them apart, and the answers of the doors have it.
        if (reader.Text("label_filename") is not { Length: > 0 } file) return [];
        if (!files.TryReadText(file, out var text, out var problem))
        {
            reader.Problem("label_filename", $"can't be used: {problem}");
            return [];
        }
        _labelFiles[tensor.Name] = file;
        ImmutableArray<string> labels = [.. text.TrimEnd('\r', '\n').Split('\n').Select(line => line.TrimEnd('\r'))];
        var dims = tensor.Shape.AsSpan()[(maxBatchSize > 0 ? 1 : 0)..];
        if (dims.Length != 1 || dims[0] == -1 || dims[0] == labels.Length) return labels;

        var mismatch = $"{file} has {labels.Length} labels for the {dims[0]} elements of '{tensor.Name}'";
        reader.Report.Warn(reader.PlaceOf("label_filename"), mismatch);
        return labels;
    }
}
