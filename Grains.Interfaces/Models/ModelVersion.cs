namespace OrleansInference.Models;

/// <summary>A named program in the repository, and one numbered revision of it.</summary>
[GenerateSerializer, Immutable, Alias("oi.ModelVersion")]
public readonly record struct ModelVersion([property: Id(0)] string Model, [property: Id(1)] long Version)
{
    /// <summary><c>model/version</c>, as grain keys and messages write it.</summary>
    public override string ToString() => $"{Model}/{Version}";

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static ModelVersion Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        if (slash <= 0 || !long.TryParse(text.AsSpan(slash + 1), out var version))
            throw new FormatException($"'{text}' is not of the form model/version.");
        return new ModelVersion(text[..slash], version);
    }
}
