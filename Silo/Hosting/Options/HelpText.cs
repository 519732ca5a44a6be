using System.Text;

namespace OrleansInference.Hosting;

/// <summary>The text of <c>--help</c>: every option with its default, what is allowed, and its other names.</summary>
internal static class HelpText
{
    private const int Width = 110;

    public static string For(IReadOnlyList<OptionSection> sections)
    {
        var summaries = new OptionSummaries();
        var text = new StringBuilder($"""
            Serves the models of a repository over the Open Inference Protocol.

              ./serve [--engine orleans|embedded] [--torch torchsharp|libtorch] [options]

              --engine, --torch     what to build with, instead of what the package feeds decided (eng/probe)
              --config FILE         settings file [{Settings.DefaultFile}; ./serve takes the one beside it]
              --version, --help
            """).AppendLine();
        var last = "";
        foreach (var section in sections)
        {
            if (section.Name != last) text.AppendLine().AppendLine(section.Name);
            last = section.Name;
            foreach (var option in section.Options)
            {
                text.AppendLine().AppendLine($"  {string.Join(", ", option.Switches)} {option.Placeholder}   [{option.Default ?? "none"}]");
                foreach (var line in Wrap(summaries.Of(option), Width - 6)) text.AppendLine($"      {line}");
                text.AppendLine($"      {Allowed(option)}{option.Key}; {option.EnvironmentVariable}");
            }
        }
        return text.AppendLine().Append("""
            The command line goes before the environment, that before the settings file, that before the default [in brackets].
            In the file, the key Http:Port is {"Http": {"Port": 8000}}, and a relative path is relative to the file.
            Logging:LogLevel:… sets what is logged, as in any .NET program.

            Ctrl-C or SIGTERM: finishes what has been admitted, for at most 30 seconds, then ends with 0. Ctrl-C again: ends at once.
            Exit codes: 0 stopped, 1 could not start or run, 2 mistakes in the settings, 130 ended by the second Ctrl-C.
            """).ToString();
    }

    private static string Allowed(OptionDescription option) =>
        AllowedValues.Of(option) is var allowed and not "text" ? $"{char.ToUpperInvariant(allowed[0])}{allowed[1..]}. " : "";

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        if (line.Length > 0) yield return line.ToString();
    }
}
