using System.Collections.Immutable;

namespace OrleansInference.Repository.Config;

/// <summary>Which of a model's versions are served.</summary>
internal sealed class VersionPolicy
{
    private readonly Func<IEnumerable<long>, IEnumerable<long>> _select;

    private VersionPolicy(Func<IEnumerable<long>, IEnumerable<long>> select) => _select = select;

    public static VersionPolicy All { get; } = new(existing => existing);

    public static VersionPolicy Latest(int count) => new(existing => existing.OrderDescending().Take(count));

    /// <summary>Exactly these, also where one doesn't exist: the catalog then says so.</summary>
    public static VersionPolicy Specific(ImmutableArray<long> versions) => new(_ => versions.Distinct());

    /// <summary>In ascending order.</summary>
    public ImmutableArray<long> Select(IEnumerable<long> existing) => [.. _select(existing).Order()];
}
