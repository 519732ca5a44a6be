using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>The inputs of a signature as arguments of a program's <c>forward</c>.</summary>
internal sealed class InputBinding
{
    private readonly ImmutableArray<ProgramArgument> _arguments;
    private readonly int[] _argumentOf;

    private InputBinding(ImmutableArray<ProgramArgument> arguments, ImmutableArray<TensorSpec> inputs, int[] argumentOf)
    {
        _arguments = arguments;
        _argumentOf = argumentOf;
        Inputs = inputs;
    }

    public ImmutableArray<TensorSpec> Inputs { get; }

    /// <summary>
    /// The inputs as declared, or where nothing is declared, as the program has them. A number (<c>int</c>, <c>float</c>,
    /// <c>bool</c>) is taken from a tensor of one element.
    /// </summary>
    /// <exception cref="ProgramException">They don't fit; says what each side has.</exception>
    public static InputBinding Create(ImmutableArray<ProgramArgument> arguments, ModelSignature? declared)
    {
        var passable = arguments.Where(argument => argument.Kind != ArgumentKind.Other).ToArray();
        if (arguments.FirstOrDefault(argument => argument is { Kind: ArgumentKind.Other, Optional: false }) is { } other)
            throw new ProgramException(
                $"The argument '{other.Name}: {other.Type}' of the program's forward has no default and cannot be passed: inputs are tensors, "
                + "and numbers given as a tensor of one element.");
        var inputs = declared?.Inputs ?? [.. passable.Select(Describe)];
        var matches = NameMatch.Resolve([.. inputs.Select(input => input.Name)], [.. passable.Select(argument => argument.Name)]);
        if (matches is null || passable.Where((argument, index) => !argument.Optional && !matches.Contains(index)).Any())
            throw new ProgramException(
                $"The configuration declares the inputs {List(inputs.Select(Show))}, but the program's forward takes {List(passable.Select(argument => argument.ToString()))}.");
        foreach (var input in inputs)
            InputCheck.ThrowUnlessSupported(input);
        return new InputBinding(
            arguments,
            [.. inputs.Select((input, index) => input with { Optional = input.Optional || passable[matches[index]].Optional })],
            [.. matches.Select(match => arguments.IndexOf(passable[match]))]);
    }

    /// <summary>Orders <paramref name="tensors"/> as arguments; false, with what is wrong, where they don't fit.</summary>
    public bool TryOrder(ImmutableArray<InferenceTensor> tensors, out InferenceTensor?[] arguments, out string error)
    {
        arguments = new InferenceTensor?[_arguments.Length];
        for (var i = 0; i < tensors.Length; i++)
        {
            var tensor = tensors[i];
            var index = i < Inputs.Length && Inputs[i].Name == tensor.Name ? i : IndexOf(tensor.Name);
            if (index < 0)
            {
                error = $"There is no input '{tensor.Name}'; the inputs are {List(Inputs.Select(Show))}.";
                return false;
            }
            ref var argument = ref arguments[_argumentOf[index]];
            var kind = _arguments[_argumentOf[index]].Kind;
            error = argument is null ? InputCheck.Check(tensor, kind) : $"The input '{tensor.Name}' comes twice.";
            if (error.Length > 0)
                return false;
            argument = tensor;
        }
        error = tensors.Length == Inputs.Length ? "" : FindMissing(arguments);
        return error.Length == 0;
    }

    private string FindMissing(InferenceTensor?[] arguments)
    {
        for (var i = 0; i < Inputs.Length; i++)
            if (!Inputs[i].Optional && arguments[_argumentOf[i]] is null)
                return $"The input '{Inputs[i].Name}' is missing; the inputs are {List(Inputs.Select(Show))}.";
        return "";
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < Inputs.Length; i++)
            if (Inputs[i].Name == name)
                return i;
        return -1;
    }

    private static TensorSpec Describe(ProgramArgument argument) => new()
    {
        Name = argument.Name,
        Optional = argument.Optional,
        DataType = argument.Kind switch
        {
            ArgumentKind.Int => TensorDataType.Int64,
            ArgumentKind.Float => TensorDataType.Fp64,
            ArgumentKind.Bool => TensorDataType.Bool,
            _ => TensorDataType.Unknown,
        },
    };

    private static string Show(TensorSpec input) => input.Name + (input.Optional ? " (optional)" : "");

    private static string List(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "(none)";
}
