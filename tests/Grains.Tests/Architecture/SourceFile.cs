using System.Text.RegularExpressions;

namespace OrleansInference.Tests.Architecture;

/// <summary>A source file of the repository, without its comments.</summary>
/// <param name="Path">Relative to the root, with forward slashes.</param>
/// <param name="Code">What the compiler reads; comments are blank.</param>
internal sealed partial record SourceFile(string Path, string Code)
{
    public static string Root { get; } = FindRoot();

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Every C# file below a folder; at least one, so that a moved folder does not make its rules pass.</summary>
    public static IReadOnlyList<SourceFile> In(string folder)
    {
        var files = Directory.EnumerateFiles(System.IO.Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => new SourceFile(System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/'), WithoutComments(File.ReadAllText(path))))
            .Where(file => !file.Path.Contains("/obj/", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(files);
        return files;
    }

    /// <summary>Each match as <c>path:line: text</c>.</summary>
    public IEnumerable<string> Find(Regex pattern) =>
        pattern.Matches(Code).Select(match => $"{Path}:{Code.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value}");

    // A literal is matched first and kept, so that "http://…" is no comment.
    private static string WithoutComments(string text) =>
        LiteralOrComment().Replace(text, match => match.Value[0] == '/' ? NotALineEnd().Replace(match.Value, "") : match.Value);

    [GeneratedRegex("""'(\\.|[^'\\\n])+'|@"(""|[^"])*"|"(\\.|[^"\\\n])*"|//[^\n]*|/\*[\s\S]*?\*/""", RegexOptions.ExplicitCapture)]
    private static partial Regex LiteralOrComment();

    [GeneratedRegex("[^\n]+")]
    private static partial Regex NotALineEnd();

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(System.IO.Path.Combine(directory.FullName, "OrleansInference.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException($"No OrleansInference.sln above {AppContext.BaseDirectory}.");
    }
}
