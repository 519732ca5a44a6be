using System.Text.RegularExpressions;

namespace OrleansInference.Repository.TextFormat;

/// <summary>The number literals of protobuf text format; a sign is a token of its own.</summary>
internal static partial class NumberLiteral
{
    public static bool TryClassify(string text, out TokenKind kind)
    {
        var isInteger = Integer().IsMatch(text);
        kind = isInteger ? TokenKind.Integer : TokenKind.Float;
        return isInteger || Float().IsMatch(text);
    }

    [GeneratedRegex(@"\A(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A(((0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[fF]?|(0|[1-9][0-9]*)([eE][+-]?[0-9]+[fF]?|[fF]))\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Float();
}
