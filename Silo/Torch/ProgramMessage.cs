using System.Text.RegularExpressions;

namespace OrleansInference.Torch;

/// <summary>
/// The program's own words out of libtorch's: without the C++ stack trace, the TorchScript traceback, and where in libtorch's
/// source a check stands.
/// </summary>
internal static partial class ProgramMessage
{
    private const string TracebackMark = "<--- HERE";

    public static string Clean(string text)
    {
        var trace = CppTrace().Match(text);
        if (trace.Success)
            text = text[..trace.Index];
        text = Noise().Replace(AfterTraceback(text), "").Trim();
        return text.Length == 0 ? "no message" : text;
    }

    /// <summary>The message follows the last marked line of source, after the indented lines that the mark is shown in.</summary>
    private static string AfterTraceback(string text)
    {
        var mark = text.LastIndexOf(TracebackMark, StringComparison.Ordinal);
        if (mark < 0)
            return text;
        var lines = text[(mark + TracebackMark.Length)..].Split('\n');
        var message = string.Join('\n', lines.SkipWhile(line => line.Length == 0 || char.IsWhiteSpace(line[0])));
        return message.Length > 0 ? message : text;
    }

    [GeneratedRegex(@"^\s*(Exception raised from |frame #\d+: )", RegexOptions.Multiline)]
    private static partial Regex CppTrace();

    [GeneratedRegex(@"\[enforce fail at [^\]]*\]\s*\.?\s*|^builtins\.")]
    private static partial Regex Noise();
}
