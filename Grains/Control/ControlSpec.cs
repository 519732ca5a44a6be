using System.Collections.Immutable;

namespace OrleansInference.Control;

/// <summary>How a silo decides which models are loaded; the same on every silo of a cluster.</summary>
public sealed record ControlSpec
{
    /// <summary>Stands in <see cref="AtStart"/> for every model.</summary>
    public const string All = "*";

    public ControlMode Mode { get; init; }

    /// <summary>Models to load at the start in mode <see cref="ControlMode.Explicit"/>.</summary>
    public ImmutableArray<string> AtStart { get; init; } = [];

    /// <summary>Between two looks in mode <see cref="ControlMode.Poll"/>.</summary>
    public TimeSpan PollPeriod { get; init; } = TimeSpan.FromSeconds(15);
}
