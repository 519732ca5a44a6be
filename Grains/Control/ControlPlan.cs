using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Control;

/// <summary>From what is in service to what a scan wants.</summary>
/// <param name="Start">Versions that are new or whose files have changed: each gets a new pool.</param>
/// <param name="Broken">Versions that the scan itself says can't be served; one in service stays.</param>
/// <param name="Drop">
/// Versions in service that are no longer wanted. They go once everything else is in service, and stay where something failed: a model
/// never serves less because a load went wrong.
/// </param>
internal sealed record ControlPlan(ImmutableArray<ScannedVersion> Start, ImmutableArray<ScannedVersion> Broken, ImmutableArray<ModelVersion> Drop)
{
    public static ControlPlan Of(ModelScan scan, IReadOnlyDictionary<ModelVersion, Fingerprint> inService) => new(
        [.. scan.Versions.Where(version => version.Spec is not null && !(inService.TryGetValue(version.Id, out var files) && files == version.Files))],
        [.. scan.Versions.Where(version => version.Spec is null)],
        [.. inService.Keys.Where(id => scan.Versions.All(version => version.Id != id)).OrderBy(id => id.Version)]);
}
