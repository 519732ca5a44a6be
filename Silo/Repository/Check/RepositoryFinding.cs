using OrleansInference.Repository.TextFormat;

namespace OrleansInference.Repository.Check;

/// <summary>Something to be said about a file or folder of a repository.</summary>
/// <param name="Path">What it is about.</param>
/// <param name="At">Where in it; null for the whole.</param>
/// <param name="IsError">Whether it keeps a model from being served.</param>
/// <param name="Text">What is wrong and what is allowed.</param>
internal sealed record RepositoryFinding(string Path, TextPosition? At, bool IsError, string Text)
{
    public string Severity => IsError ? "error" : "warning";

    /// <summary><c>file:line:column: error: text</c>, as compilers write it, so that editors find the place.</summary>
    public override string ToString() => $"{Path}{(At is { } at ? $":{at}" : "")}: {Severity}: {Text}";
}
