using System.Text.RegularExpressions;

namespace OrleansInference.Interop.Clients;

/// <summary>
/// A client: a script that runs its cases against the server whose addresses its environment names, and prints a line of JSON for each:
/// <c>{"name": "…", "ok": true, "detail": "…"}</c>.
/// </summary>
internal sealed partial record ClientScript(string Path)
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Each case, as (script, case), of the scripts of a language whose names begin with one of these. Found in the text, so that no script
    /// runs to be listed.
    /// </summary>
    public static TheoryData<string, string> CasesOf(string language, params string[] beginnings)
    {
        var data = new TheoryData<string, string>();
        var folder = System.IO.Path.Combine(AppContext.BaseDirectory, language);
        foreach (var file in beginnings.SelectMany(beginning => Directory.EnumerateFiles(folder, $"{beginning}_*")).Order(StringComparer.Ordinal))
            foreach (Match match in CaseLine().Matches(File.ReadAllText(file)))
                data.Add($"{language}/{System.IO.Path.GetFileName(file)}", match.Groups.Values.Skip(1).First(group => group.Success).Value);
        return data;
    }

    public Task<ClientReport> Run(IReadOnlyDictionary<string, string> environment) => Task.Run(() => ClientReport.Of(ClientProcess.Run(
        Interpreter, [System.IO.Path.Combine(AppContext.BaseDirectory, Path)], AppContext.BaseDirectory, environment, Bound)));

    private string Interpreter => System.IO.Path.GetExtension(Path) switch
    {
        ".py" => "/usr/bin/python3",
        ".js" => "node",
        _ => "bash",
    };

    /// <summary><c>@case</c> in Python, <c>cases.name = …</c> in Node, <c>case_name()</c> in bash.</summary>
    [GeneratedRegex(@"^@case\ndef (\w+)|^cases\.(\w+) =|^case_(\w+)\(\)", RegexOptions.Multiline)]
    private static partial Regex CaseLine();
}
