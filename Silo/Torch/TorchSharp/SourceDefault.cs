using System.Globalization;
using TorchSharp;

namespace OrleansInference.Torch;

/// <summary>Defaults of arguments as values that TorchSharp can pass.</summary>
internal static class SourceDefault
{
    /// <exception cref="ProgramException">It has none, or one that cannot be passed.</exception>
    public static object? Read(SourceArgument argument) => argument.Default switch
    {
        null or "None" when argument.Argument.Optional => null,
        "True" => true,
        "False" => false,
        { } text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => integer.ToScalar(),
        { } text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number.ToScalar(),
        _ => throw new ProgramException(
            $"the input '{argument.Argument.Name}' is left out before one that is given, and its default {argument.Default} cannot be passed"),
    };
}
