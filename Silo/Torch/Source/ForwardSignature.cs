using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace OrleansInference.Torch;

/// <summary>Reads what a serialised class says of types.</summary>
internal static partial class ForwardSignature
{
    private const string Start = "def forward(";

    /// <summary>Arguments and return type of the method <c>forward</c>.</summary>
    /// <exception cref="ProgramException">The class has no such method.</exception>
    public static (ImmutableArray<SourceArgument> Arguments, string ReturnType) Parse(string classText)
    {
        var start = classText.IndexOf(Start, StringComparison.Ordinal);
        var close = start < 0 ? -1 : SourceText.Closing(classText, start + Start.Length - 1);
        var returnType = close < 0 ? Match.Empty : ReturnType().Match(classText, close);
        if (!returnType.Success)
            throw new ProgramException("the program has no method 'forward'");
        var arguments = SourceText.Split(classText[(start + Start.Length)..close]);
        return ([.. arguments.Skip(1).Select(ParseArgument)], returnType.Groups[1].Value.Trim());
    }

    /// <summary>Fields of a named tuple of tensors; default where it is something else.</summary>
    public static ImmutableArray<string?> ParseFields(string classText)
    {
        var fields = Field().Matches(classText);
        var isTensors = classText.Contains("(NamedTuple)", StringComparison.Ordinal) && fields.All(field => field.Groups[2].Value.Trim() == "Tensor");
        return isTensors ? [.. fields.Select(field => field.Groups[1].Value)] : default;
    }

    private static SourceArgument ParseArgument(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var assign = text.IndexOf('=', StringComparison.Ordinal);
        var type = text[(colon + 1)..(assign < 0 ? text.Length : assign)].Trim();
        var isOptional = type.StartsWith("Optional[", StringComparison.Ordinal);
        var kind = (isOptional ? type["Optional[".Length..^1] : type) switch
        {
            "Tensor" => ArgumentKind.Tensor,
            "int" => ArgumentKind.Int,
            "float" => ArgumentKind.Float,
            "bool" => ArgumentKind.Bool,
            _ => ArgumentKind.Other,
        };
        return new SourceArgument(
            new ProgramArgument(text[..colon].Trim(), type, kind, assign >= 0 || isOptional), assign < 0 ? null : text[(assign + 1)..].Trim());
    }

    [GeneratedRegex(@"\G\)\s*->\s*([^:]+):")]
    private static partial Regex ReturnType();

    [GeneratedRegex(@"^  (\w+) : ([^\n]+)$", RegexOptions.Multiline)]
    private static partial Regex Field();
}
