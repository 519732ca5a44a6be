namespace OrleansInference.Routing.Traffic;

/// <summary>A version that gets copies of a share of the requests; its answers are compared with those that callers get, and dropped.</summary>
[GenerateSerializer, Immutable, Alias("oi.ShadowSpec")]
public sealed record ShadowSpec
{
    public const double DefaultTolerance = 1e-4;

    [Id(0)] public required long Version { get; init; }

    /// <summary>Of the requests for other versions: above 0, at most 1.</summary>
    [Id(1)] public required double Share { get; init; }

    /// <summary>Two floating-point values agree where |expected − actual| ≤ tolerance · (1 + |expected|). All other types have to be equal.</summary>
    [Id(2)] public double Tolerance { get; init; } = DefaultTolerance;

    /// <summary><c>version:share</c>.</summary>
    public override string ToString() => $"{Version}:{Share:R}";
}
