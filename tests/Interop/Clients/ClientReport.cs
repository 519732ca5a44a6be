using System.Collections.Frozen;
using System.Text.Json;

namespace OrleansInference.Interop.Clients;

/// <summary>What a script said of each of its cases, and how it ended.</summary>
internal sealed record ClientReport(FrozenDictionary<string, CaseResult> Cases, ClientProcess Process)
{
    public static ClientReport Of(ClientProcess process) => new(
        process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith('{'))
            .Select(line => JsonSerializer.Deserialize<CaseResult>(line, JsonSerializerOptions.Web)!)
            .ToFrozenDictionary(result => result.Name, StringComparer.Ordinal),
        process);

    /// <summary>Fails with what the script said, or with how it ended where it said nothing.</summary>
    public void AssertPassed(string name)
    {
        if (Cases.TryGetValue(name, out var result)) Assert.True(result.Ok, result.Detail);
        else Assert.Fail($"The client ended with {Process.Code} before it told of this case. {Process.Output}{Process.Errors}");
    }
}
