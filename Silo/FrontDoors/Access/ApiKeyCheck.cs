using System.Collections.Immutable;
using OrleansInference.Repository;

namespace OrleansInference.FrontDoors.Access;

/// <summary>One entry of a keys file, checked: the key, or everything that is wrong with it.</summary>
internal sealed class ApiKeyCheck
{
    private const int HashCharacters = 64;

    private readonly List<string> _mistakes = [];

    /// <param name="place">Where the entry stands, for messages.</param>
    public ApiKeyCheck(string place, ApiKeyEntry entry)
    {
        Place = string.IsNullOrWhiteSpace(entry.Name) ? place : $"{place} '{entry.Name}'";
        if (string.IsNullOrWhiteSpace(entry.Name))
            Add("name", entry.Name, "a text that tells people whose key it is");
        if (entry.Sha256 is not { Length: HashCharacters } sha256 || !sha256.All(char.IsAsciiHexDigit))
            Add("sha256", entry.Sha256, "the SHA-256 of the key as 64 hexadecimal digits");
        if (entry.Models is not { Length: > 0 } models || !models.All(IsPattern))
            Add("models", Shown(entry.Models), $"a list of model names, where * stands for any characters ({ModelName.Allowed})");
        var scopes = Scopes(entry.Scopes ?? ["infer"]);
        if (scopes is AccessScopes.None)
            Add("scopes", Shown(entry.Scopes), "a list of \"infer\" and \"admin\"");
        if (entry.Rate is { } rate)
            CheckRate(rate);
        if (_mistakes.Count == 0)
            Key = Make(entry, scopes);
    }

    public string Place { get; }

    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>Null where there are mistakes.</summary>
    public ApiKey? Key { get; }

    private static ApiKey Make(ApiKeyEntry entry, AccessScopes scopes) => new()
    {
        Name = entry.Name!,
        Hash = [.. Convert.FromHexString(entry.Sha256!)],
        Models = [.. entry.Models!],
        Scopes = scopes,
        Expires = entry.Expires,
        // Without a burst of its own, what comes in one second.
        Rate = entry.Rate is { } rate ? new RateLimit(rate.RequestsPerSecond!.Value, rate.Burst ?? (int)Math.Ceiling(rate.RequestsPerSecond.Value)) : null,
    };

    private void CheckRate(ApiKeyEntry.RateEntry rate)
    {
        if (rate.RequestsPerSecond is not (>= 0.001 and <= 1e6))
            Add("rate.requestsPerSecond", rate.RequestsPerSecond?.ToString(), "a number from 0.001 to 1000000");
        if (rate.Burst is not (null or (>= 1 and <= 1_000_000)))
            Add("rate.burst", rate.Burst.ToString(), "a whole number from 1 to 1000000");
    }

    private static AccessScopes Scopes(string?[] names)
    {
        var scopes = AccessScopes.None;
        foreach (var name in names)
        {
            if (name is not ("infer" or "admin"))
                return AccessScopes.None;
            scopes |= name == "infer" ? AccessScopes.Infer : AccessScopes.Admin;
        }
        return scopes;
    }

    private static bool IsPattern(string? pattern) => pattern is not null && ModelName.IsValid(pattern.Replace('*', '_'));

    private static string? Shown(string?[]? list) => list is null ? null : $"[{string.Join(", ", list)}]";

    private void Add(string property, string? value, string allowed) =>
        _mistakes.Add($"{Place}: {property} is {(value is null ? "missing" : $"'{value}'")}; allowed: {allowed}.");
}
