namespace OrleansInference.FrontDoors.Access;

/// <summary>A key as the file has it, before it is checked.</summary>
internal sealed record ApiKeyEntry(
    string? Name, string? Sha256, string[]? Models, string[]? Scopes, ApiKeyEntry.RateEntry? Rate, DateTimeOffset? Expires)
{
    internal sealed record RateEntry(double? RequestsPerSecond, int? Burst);

    /// <summary>The whole file.</summary>
    internal sealed record File(ApiKeyEntry[]? Keys);
}
