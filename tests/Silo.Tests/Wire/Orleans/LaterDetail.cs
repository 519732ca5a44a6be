namespace OrleansInference.Wire;

/// <summary>A message that this release has never heard of.</summary>
[GenerateSerializer, Immutable, Alias("oi.tests.LaterDetail")]
internal sealed record LaterDetail([property: Id(0)] string Name, [property: Id(1)] LaterDetail? Inner);
