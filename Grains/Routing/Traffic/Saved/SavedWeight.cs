namespace OrleansInference.Routing.Traffic.Saved;

/// <summary>A <see cref="VersionWeight"/> as it is stored.</summary>
internal sealed class SavedWeight
{
    public long Version { get; set; }

    public double Weight { get; set; }
}
