namespace OrleansInference.Storage;

/// <summary>Skipped where another process can't be had that holds a lock.</summary>
internal sealed class FlockFactAttribute : FactAttribute
{
    public const string Program = "/usr/bin/flock";

    public FlockFactAttribute() => Skip = File.Exists(Program) ? null : $"there is no {Program} (util-linux)";
}
