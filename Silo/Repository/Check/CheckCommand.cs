using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrleansInference.Repository.Check;

/// <summary><c>check DIR [--json]</c> in place of the server's options: judges a repository and ends.</summary>
internal static class CheckCommand
{
    private const string Name = "check";
    private const string Json = "--json";
    private const int Sound = 0;
    private const int Wrong = 1;
    private const int Usage = 2;

    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The exit code; null where the arguments ask for something else.</summary>
    public static int? Answer(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        if (arguments is not [Name, ..])
            return null;
        var directories = arguments.Skip(1).Where(argument => argument != Json).ToList();
        if (directories is not [var directory] || directory.StartsWith('-'))
        {
            error.WriteLine($"expected: {Name} DIR [{Json}]");
            return Usage;
        }

        try
        {
            var report = RepositoryCheck.Run(directory);
            if (arguments.Contains(Json))
                WriteJson(report, output);
            else
                WriteText(report, output);
            return report.Errors > 0 ? Wrong : Sound;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{directory}: {exception.Message}");
            return Wrong;
        }
    }

    private static void WriteText(RepositoryReport report, TextWriter output)
    {
        foreach (var finding in report.Findings)
            output.WriteLine(finding);
        var warnings = report.Findings.Length - report.Errors;
        output.WriteLine($"{report.Served} of {report.Versions} model versions can be served: {Count(report.Errors, "error")}, {Count(warnings, "warning")}");
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    private static void WriteJson(RepositoryReport report, TextWriter output)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Unescaped))
        {
            json.WriteStartArray();
            foreach (var finding in report.Findings)
            {
                json.WriteStartObject();
                json.WriteString("file", finding.Path);
                if (finding.At is { } at)
                {
                    json.WriteNumber("line", at.Line);
                    json.WriteNumber("column", at.Column);
                }

                json.WriteString("severity", finding.Severity);
                json.WriteString("message", finding.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }
}
