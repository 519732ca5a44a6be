namespace OrleansInference.Routing.Traffic;

/// <summary>How much of a model's traffic a version gets, in relation to the other weights.</summary>
/// <param name="Version">At least 1.</param>
/// <param name="Weight">Finite and not negative; 0: nothing but what names the version.</param>
[GenerateSerializer, Immutable, Alias("oi.VersionWeight")]
public readonly record struct VersionWeight([property: Id(0)] long Version, [property: Id(1)] double Weight)
{
    /// <summary><c>version:weight</c>.</summary>
    public override string ToString() => $"{Version}:{Weight:R}";
}
