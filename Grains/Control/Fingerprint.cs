namespace OrleansInference.Control;

/// <summary>
/// What tells one state of a version's files from another: path, length and time of change of each file that was read for it. Two that are
/// equal stand for the same state.
/// </summary>
public readonly record struct Fingerprint
{
    private readonly string? _text;

    private Fingerprint(string text) => _text = text;

    public static Fingerprint Of(IEnumerable<FileStamp> files) =>
        new(string.Join('\n', files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => $"{file.Path} {file.Length} {file.ChangedAt.UtcTicks}")));

    /// <summary>For a source without files.</summary>
    public static Fingerprint Of(string text) => new(text);

    public override string ToString() => _text ?? "";
}
