using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansInference.FrontDoors.Reload;

namespace OrleansInference.FrontDoors.Access;

/// <summary>Reads a keys file; tells everything that is wrong with it.</summary>
internal static class ApiKeyFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, // a misspelt limit would be no limit
    };

    public static Parsed<ApiKeySet> Parse(FileText file)
    {
        if (file.Text is null)
            return Wrong(file, file.Error!.TrimEnd('.'));
        try
        {
            return JsonSerializer.Deserialize<ApiKeyEntry.File>(file.Text, Format)?.Keys is { } entries
                ? Check(file, entries)
                : Wrong(file, "it has no \"keys\"");
        }
        catch (JsonException exception)
        {
            return Wrong(file, exception.Message.TrimEnd('.'));
        }
    }

    private static Parsed<ApiKeySet> Check(FileText file, ApiKeyEntry?[] entries)
    {
        var mistakes = ImmutableArray.CreateBuilder<string>();
        var keys = ImmutableArray.CreateBuilder<ApiKey>();
        for (var index = 0; index < entries.Length; index++)
        {
            var check = new ApiKeyCheck($"Access:KeysPath '{file.Path}': keys[{index}]", entries[index] ?? new ApiKeyEntry(null, null, null, null, null, null));
            mistakes.AddRange(check.Mistakes);
            if (check.Key is not { } key)
                continue;
            if (keys.FirstOrDefault(other => other.Name == key.Name || other.Hash.AsSpan().SequenceEqual(key.Hash.AsSpan())) is { } same)
                mistakes.Add($"{check.Place} has the name or the sha256 of '{same.Name}' before it; allowed: its own.");
            keys.Add(key);
        }
        return mistakes.Count == 0 ? Parsed<ApiKeySet>.Of(new ApiKeySet(keys.ToImmutable())) : Parsed<ApiKeySet>.Wrong(mistakes.ToImmutable());
    }

    private static Parsed<ApiKeySet> Wrong(FileText file, string problem) => Parsed<ApiKeySet>.Wrong(
        $"Access:KeysPath is '{file.Path}': {problem}; allowed: a JSON file like {{\"keys\": []}} (docs/security.md; 'oi keys new' makes keys).");
}
