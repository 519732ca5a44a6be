using System.Text.RegularExpressions;

namespace OrleansInference.Tests.Architecture;

/// <summary>A source file of the repository, without its comments and texts.</summary>
/// <param name="Path">Relative to the root, with forward slashes.</param>
/// <param name="Code">What is left; lines keep their numbers.</param>
internal sealed partial record SourceFile(string Path, string Code)
{
    public static string Root { get; } = FindRoot();

    public string Name => System.IO.Path.GetFileName(Path);

    public static SourceFile Of(string path, string text) => new(path, LiteralOrComment().Replace(text, match => WhatCounts(match.Value)));

    /// <summary>Every C# file below a folder; at least one, so that a moved folder does not make its rules pass.</summary>
    public static IReadOnlyList<SourceFile> In(string folder)
    {
        var files = Directory.EnumerateFiles(System.IO.Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Of(System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path)))
            .ToList();
        Assert.NotEmpty(files);
        return files;
    }

    /// <summary>Each match as <c>path:line: text</c>.</summary>
    public IEnumerable<string> Find(Regex pattern) =>
        pattern.Matches(Code).Select(match => $"{Path}:{Code.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value}");

    /// <summary>Of an interpolated text its holes, of anything else its line ends.</summary>
    private static string WhatCounts(string literalOrComment) =>
        string.Concat((literalOrComment[0] == '$' ? HoleOrLineEnd() : LineEnd()).Matches(literalOrComment).Select(match => match.Value));

    // Texts are matched too, so that "http://…" does not begin a comment.
    [GeneratedRegex("""'(\\.|[^'\\\n])+'|[$@]*"(\\.|[^"\\\n])*"|//[^\n]*|/\*[\s\S]*?\*/""", RegexOptions.ExplicitCapture)]
    private static partial Regex LiteralOrComment();

    [GeneratedRegex(@"\{[^{}]+\}|\n")]
    private static partial Regex HoleOrLineEnd();

    [GeneratedRegex(@"\n")]
    private static partial Regex LineEnd();

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(System.IO.Path.Combine(directory.FullName, "OrleansInference.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException($"No OrleansInference.sln above {AppContext.BaseDirectory}.");
    }
}
