using System.Collections.Immutable;

namespace OrleansInference.Engine.Tests.Copying;

[GenerateSerializer]
public sealed class Mutable
{
    [Id(0)] public int[] Numbers { get; set; } = [];

    [Id(1)] public Mutable? Self { get; set; }

    [Id(2)] public Dictionary<string, List<int>> Lists { get; set; } = [];

    [Id(3)] public object? Any { get; set; }
}

[GenerateSerializer, Immutable]
public sealed record Frozen
{
    [Id(0)] public required ReadOnlyMemory<byte> Data { get; init; }

    [Id(1)] public ImmutableArray<string> Names { get; init; }
}

[GenerateSerializer]
public record Animal([property: Immutable] byte[] Shared, byte[] Own);

[GenerateSerializer]
public sealed record Dog(byte[] Shared, byte[] Own, int Age) : Animal(Shared, Own);
