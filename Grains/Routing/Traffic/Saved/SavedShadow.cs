namespace OrleansInference.Routing.Traffic.Saved;

/// <summary>A <see cref="ShadowSpec"/> as it is stored.</summary>
internal sealed class SavedShadow
{
    public long Version { get; set; }

    public double Share { get; set; }

    public double Tolerance { get; set; } = ShadowSpec.DefaultTolerance;
}
