using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>Names for what a program returns. Remembers the last match: a program mostly returns the same names.</summary>
internal sealed class OutputBinding
{
    private string?[] _lastNames = [];
    private int[]? _lastMatch;

    /// <exception cref="ProgramException">The program tells its outputs, and the declared ones don't fit.</exception>
    public OutputBinding(ImmutableArray<string?> returns, ModelSignature? declared)
    {
        if (declared is { Outputs.IsDefaultOrEmpty: false })
        {
            Outputs = declared.Outputs;
            if (!returns.IsDefault)
                Match([.. returns]);
        }
        else if (!returns.IsDefault)
        {
            Outputs = [.. returns.Select((name, index) => new TensorSpec { Name = name ?? Numbered(index) })];
        }
    }

    /// <summary>Empty where neither the configuration nor the program tells.</summary>
    public ImmutableArray<TensorSpec> Outputs { get; } = [];

    /// <summary>Names them; releases those that nobody asked for.</summary>
    /// <exception cref="ProgramException">They are not what was declared.</exception>
    public ImmutableArray<InferenceTensor> Name(ProgramOutput[] outputs)
    {
        try
        {
            return Outputs.IsEmpty ? ByProgram(outputs) : ByDeclaration(outputs);
        }
        catch
        {
            ProgramOutput.Release(outputs);
            throw;
        }
    }

    private static ImmutableArray<InferenceTensor> ByProgram(ProgramOutput[] outputs)
    {
        var named = outputs.Select((output, index) => Tensor(output, output.Name ?? Numbered(index))).ToImmutableArray();
        if (named.DistinctBy(tensor => tensor.Name).Count() != named.Length)
            throw new ProgramException($"The program returned two outputs of one name: {string.Join(", ", named.Select(tensor => tensor.Name))}.");
        return named;
    }

    private ImmutableArray<InferenceTensor> ByDeclaration(ProgramOutput[] outputs)
    {
        var match = IsAsBefore(outputs) ? _lastMatch : Match(Array.ConvertAll(outputs, output => output.Name));
        var named = new InferenceTensor[match.Length];
        for (var i = 0; i < match.Length; i++)
        {
            var output = outputs[match[i]];
            if (Outputs[i].DataType != TensorDataType.Unknown && Outputs[i].DataType != output.DataType)
                throw new ProgramException(
                    $"The output '{Outputs[i].Name}' came as {output.DataType.ToProtocolName()}, but is declared as {Outputs[i].DataType.ToProtocolName()}.");
            named[i] = Tensor(output, Outputs[i].Name);
        }
        if (match.Length < outputs.Length)
            ProgramOutput.Release([.. outputs.Where((_, index) => !match.Contains(index))]);
        return ImmutableCollectionsMarshal.AsImmutableArray(named);
    }

    [MemberNotNullWhen(true, nameof(_lastMatch))]
    private bool IsAsBefore(ProgramOutput[] outputs)
    {
        if (_lastMatch is null || outputs.Length != _lastNames.Length)
            return false;
        for (var i = 0; i < outputs.Length; i++)
            if (outputs[i].Name != _lastNames[i])
                return false;
        return true;
    }

    private int[] Match(string?[] names)
    {
        var match = NameMatch.Resolve([.. Outputs.Select(output => output.Name)], names);
        if (match is null)
            throw new ProgramException(
                $"The configuration declares the outputs {string.Join(", ", Outputs.Select(output => output.Name))}, but the program returns {names.Length}: "
                + string.Join(", ", names.Select((name, index) => name ?? Numbered(index))) + ".");
        (_lastNames, _lastMatch) = (names, match);
        return match;
    }

    private static InferenceTensor Tensor(ProgramOutput output, string name) =>
        new() { Name = name, DataType = output.DataType, Shape = output.Shape, Data = output.Data };

    /// <summary>Triton's name for an output that has none.</summary>
    private static string Numbered(int index) => $"OUTPUT__{index}";
}
