using OrleansInference.Drills.Load;

namespace OrleansInference.Drills.Clusters;

/// <summary>The model of the drills: the sample, whose passes take a tenth of a millisecond, with a delay for batches, so that at every moment some requests are in every pool.</summary>
internal static class DrillRepository
{
    private const string Undelayed = "max_queue_delay_microseconds: 0";
    private const string Delayed = "max_queue_delay_microseconds: 40000";

    /// <summary>Makes it below a folder, from a repository with the sample; returns its path.</summary>
    public static string Make(string samples, string folder)
    {
        var repository = Path.Combine(folder, "models");
        var (from, to) = (Path.Combine(samples, ProbeRequest.Model), Path.Combine(repository, ProbeRequest.Model));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
        var config = Path.Combine(to, "config.pbtxt");
        var text = File.ReadAllText(config);
        if (!text.Contains(Undelayed, StringComparison.Ordinal)) throw new InvalidOperationException($"{from}/config.pbtxt has no '{Undelayed}'.");
        File.WriteAllText(config, text.Replace(Undelayed, Delayed, StringComparison.Ordinal));
        return repository;
    }
}
