using System.Collections.Immutable;

namespace OrleansInference.Models;

/// <summary>Which of a model's versions are served: the newest, certain ones, or all.</summary>
public sealed record VersionPolicy
{
    private VersionPolicy()
    {
    }

    public static VersionPolicy All { get; } = new();

    /// <summary>How many of the newest are served; null where the policy is another.</summary>
    public int? Newest { get; private init; }

    /// <summary>Exactly these, also where one doesn't exist: the catalog then says so. Default where the policy is another.</summary>
    public ImmutableArray<long> Versions { get; private init; }

    public static VersionPolicy Latest(int count) => new() { Newest = count };

    public static VersionPolicy Specific(ImmutableArray<long> versions) => new() { Versions = versions };

    /// <summary>In ascending order.</summary>
    public ImmutableArray<long> Select(IEnumerable<long> existing)
    {
        var chosen = Newest is { } count ? existing.OrderDescending().Take(count)
            : !Versions.IsDefault ? Versions.Distinct()
            : existing;
        return [.. chosen.Order()];
    }
}
