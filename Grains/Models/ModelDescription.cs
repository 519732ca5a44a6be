using System.Collections.Immutable;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Models;

/// <summary>What a configuration says that no pool needs to know. Who asks for the configuration gets it back.</summary>
public sealed record ModelDescription
{
    public VersionPolicy Versions { get; init; } = VersionPolicy.Latest(1);

    /// <summary>Of outputs, by name.</summary>
    public ImmutableDictionary<string, string> LabelFiles { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What <see cref="ModelSpec.WarmUp"/> was made of.</summary>
    public ImmutableArray<WarmUpSample> WarmUp { get; init; } = [];

    /// <summary>Asked for; the answers of a stream come in the order of its requests anyway.</summary>
    public bool PreserveOrdering { get; init; }

    /// <summary>How requests are spread over the model's versions, until that is changed while it is served.</summary>
    public TrafficSpec Traffic { get; init; } = TrafficSpec.Default;
}
