namespace OrleansInference.Replicas;

/// <summary>The forward passes of one batch size: how many, and their times in all.</summary>
[GenerateSerializer, Immutable, Alias("oi.BatchStatistics")]
public sealed record BatchStatistics
{
    /// <summary>Length of the batch dimension; 1 for a model that does not batch.</summary>
    [Id(0)] public required long Items { get; init; }

    [Id(1)] public required DurationSum Input { get; init; }
    [Id(2)] public required DurationSum Infer { get; init; }
    [Id(3)] public required DurationSum Output { get; init; }
}
