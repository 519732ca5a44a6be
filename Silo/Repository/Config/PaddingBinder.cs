using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Repository.Config;

/// <summary>
/// Binds the parameter <c>PADDING</c>, which Triton has not: <c>input[dim]=value</c> for each dimension that is padded with that value,
/// <c>output[dim]</c> for each that is cut back, with spaces between them. The batch dimension is not counted, as in <c>dims</c>.
/// </summary>
internal sealed class PaddingBinder(int maxBatchSize, ModelSignature? signature)
{
    private const string Key = "PADDING";
    private const string Form = "input[dim]=value for a dimension and what it is padded with, output[dim] for one that is cut back";

    private readonly List<PaddedInput> _inputs = [];
    private readonly List<PaddedOutput> _outputs = [];

    /// <summary>Null where nothing is padded.</summary>
    public PaddingSpec? Bind(ModelParameters parameters)
    {
        if (!parameters.Texts.TryGetValue(Key, out var text)) return null;
        if (maxBatchSize < 2)
        {
            parameters.Problem(Key, $"needs batches, and max_batch_size is {maxBatchSize}; allowed: a max_batch_size of at least 2");
            return null;
        }
        var isGood = true;
        foreach (var written in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Add(written) is not { } allowed) continue;
            parameters.Problem(Key, $"has \"{written}\"; allowed: {allowed}");
            isGood = false;
        }
        if (isGood && _inputs.Count == 0) parameters.Problem(Key, $"is \"{text}\"; allowed: at least one input[dim]=value");
        return new PaddingSpec([.. _inputs], [.. _outputs]);
    }

    /// <summary>Null where the entry is good, else what is allowed in its place.</summary>
    private string? Add(string written) =>
        PaddingEntry.Parse(written) is not { } entry ? Form
        : entry.Value is { } value ? AddInput(entry, value)
        : AddOutput(entry);

    private string? AddInput(PaddingEntry entry, string value)
    {
        var open = OpenDimensions(signature?.Inputs ?? []);
        if (!open.Contains(entry.Dimension)) return $"{Shown(open)}, with a value, the dimensions of inputs that hold numbers and whose size is -1";

        var type = signature!.Inputs.First(input => input.Name == entry.Tensor).DataType;
        if (PaddingValue.Parse(value, type) is not { } number) return $"{PaddingValue.Allowed(type)} as the value, because {entry.Tensor} is {type.ToProtocolName()}";
        var padded = new PaddedInput(entry.Tensor, entry.Index + 1, number);
        if (_inputs.Exists(other => other.Input == padded.Input && other.Dimension == padded.Dimension)) return "each dimension once";
        _inputs.Add(padded);
        return null;
    }

    private string? AddOutput(PaddingEntry entry)
    {
        var open = OpenDimensions(signature?.Outputs ?? []);
        if (!open.Contains(entry.Dimension)) return $"{Shown(open)}, without a value, the dimensions of outputs that hold numbers and whose size is -1";

        var padded = new PaddedOutput(entry.Tensor, entry.Index + 1);
        if (_outputs.Contains(padded)) return "each dimension once";
        _outputs.Add(padded);
        return null;
    }

    private static List<string> OpenDimensions(ImmutableArray<TensorSpec> tensors) =>
    [
        .. from tensor in tensors
           where tensor.DataType != TensorDataType.Bytes
           from dimension in Enumerable.Range(1, Math.Max(0, tensor.Shape.Length - 1))
           where tensor.Shape[dimension] == -1
           select PaddingEntry.Show(tensor.Name, dimension - 1),
    ];

    private static string Shown(List<string> dimensions) => dimensions.Count == 0 ? "none" : string.Join(", ", dimensions);
}
