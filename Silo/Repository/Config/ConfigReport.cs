using OrleansInference.Repository.TextFormat;

namespace OrleansInference.Repository.Config;

/// <summary>Collects everything that is to be said about one configuration, so that all of it is said at once.</summary>
internal sealed class ConfigReport
{
    private readonly List<(TextPosition At, string Text)> _problems = [];
    private readonly List<(TextPosition At, string Text)> _warnings = [];

    public bool HasProblems => _problems.Count > 0;

    /// <summary>In the order of the text.</summary>
    public IEnumerable<(TextPosition At, string Text)> Problems => Ordered(_problems);

    /// <summary>As <see cref="Problems"/>; none of these stops the model.</summary>
    public IEnumerable<(TextPosition At, string Text)> Warnings => Ordered(_warnings);

    public void Problem(TextPosition at, string text) => _problems.Add((at, text));

    public void Warn(TextPosition at, string text) => _warnings.Add((at, text));

    private static IEnumerable<(TextPosition At, string Text)> Ordered(List<(TextPosition At, string Text)> lines) => lines.OrderBy(line => line.At);
}
