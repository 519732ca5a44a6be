using OrleansInference.Models;

namespace OrleansInference.Control;

/// <summary>Scans for tests.</summary>
internal static class Scans
{
    /// <param name="versions">Each with the state of its files; an empty state is a version that can't be served.</param>
    public static ModelScan Of(string model, params (long Version, string Files)[] versions) => new()
    {
        Model = model,
        Versions = [.. versions.Select(version => new ScannedVersion
        {
            Id = new ModelVersion(model, version.Version),
            Spec = version.Files.Length == 0 ? null : Sample.Spec() with { Id = new ModelVersion(model, version.Version) },
            Reason = version.Files.Length == 0 ? "broken" : null,
            Files = Fingerprint.Of(version.Files),
        })],
    };
}
