using System.CommandLine;
using System.CommandLine.Invocation;

namespace OrleansInference.Cli.Commands;

/// <summary>Says what was not understood, a line each, and what was perhaps meant.</summary>
internal static class UsageErrors
{
    public static void Write(ParseResult parsed, TextWriter error)
    {
        var suggestions = Suggestions(parsed);
        foreach (var problem in Problems(parsed))
        {
            var suggestion = suggestions.FirstOrDefault(suggestion => problem.Contains($"'{suggestion.Word}'", StringComparison.Ordinal)).Text;
            error.WriteLine(suggestion is null ? $"oi: {problem}" : $"oi: {problem.TrimEnd('.')}; did you mean {suggestion}?");
        }

        error.WriteLine($"See '{Name(parsed.CommandResult.Command)} --help'.");
    }

    // A command that only groups others gets one line, with those.
    private static IEnumerable<string> Problems(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Action is not null)
            return parsed.Errors.Select(error => error.Message);
        var expected = string.Join(", ", command.Subcommands.Select(subcommand => subcommand.Name));
        return parsed.UnmatchedTokens is [var word, ..]
            ? [$"'{word}' is no command of '{Name(command)}': expected one of {expected}."]
            : [$"'{Name(command)}' needs a command: expected one of {expected}."];
    }

    // The library has the suggestions only as text: for each word that is near others, a line, and then those.
    private static List<(string Word, string Text)> Suggestions(ParseResult parsed)
    {
        if (parsed.Action is not ParseErrorAction action)
            return [];
        action.ShowHelp = false;
        using var text = new StringWriter();
        parsed.Invoke(new InvocationConfiguration { Output = text, Error = TextWriter.Null });
        var lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return
        [
            .. from word in parsed.UnmatchedTokens
               let at = Array.FindIndex(lines, line => line.StartsWith($"'{word}' ", StringComparison.Ordinal))
               where at >= 0
               select (word, string.Join(" or ", lines[(at + 1)..].TakeWhile(line => line[0] != '\''))),
        ];
    }

    private static string Name(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Name(parent)} {command.Name}" : "oi";
}
