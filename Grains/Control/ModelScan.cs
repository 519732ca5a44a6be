using System.Collections.Immutable;

namespace OrleansInference.Control;

/// <summary>A model as a source has it: the versions that are to be served.</summary>
public sealed record ModelScan
{
    public required string Model { get; init; }

    /// <summary>In ascending order.</summary>
    public required ImmutableArray<ScannedVersion> Versions { get; init; }

    /// <summary>By content.</summary>
    public bool Equals(ModelScan? other) =>
        other is not null && Model == other.Model
        && Versions.Select(version => (version.Id, version.Files, version.Reason)).SequenceEqual(
            other.Versions.Select(version => (version.Id, version.Files, version.Reason)));

    public override int GetHashCode() => Model.GetHashCode(StringComparison.Ordinal);
}
