using OrleansInference.Models;

namespace OrleansInference.Control;

/// <summary>A version that a silo was to serve and can't.</summary>
[GenerateSerializer, Immutable, Alias("oi.UnservedVersion")]
public readonly record struct UnservedVersion([property: Id(0)] ModelVersion Model, [property: Id(1)] string Reason);
