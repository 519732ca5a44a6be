using System.Buffers;

namespace OrleansInference.Repository;

/// <summary>What a model may be called: names become part of grain keys (<c>model/version:revision@silo#slot</c>) and of URLs.</summary>
internal static class ModelName
{
    public const string Allowed = "letters, digits, '.', '_' and '-'";

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static bool IsValid(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(Characters);
}
