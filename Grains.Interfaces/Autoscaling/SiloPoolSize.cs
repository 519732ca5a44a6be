using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>A version that a silo serves or could serve, and what it keeps of it.</summary>
[GenerateSerializer, Immutable, Alias("oi.SiloPoolSize")]
public sealed record SiloPoolSize
{
    [Id(0)] public required ModelVersion Model { get; init; }

    /// <summary>Replicas that the silo keeps of it: ready, loading, or wanted but failed.</summary>
    [Id(1)] public required int Replicas { get; init; }

    /// <summary>How it is scaled; null where it is not: then it keeps what its configuration says.</summary>
    [Id(2)] public ScalingSpec? Scaling { get; init; }

    /// <summary>Where its replicas run: <c>cpu</c>, or <c>cuda</c> for any GPU of the silo.</summary>
    [Id(3)] public string DeviceKind { get; init; } = "cpu";

    /// <summary>Threads that one replica uses on a CPU.</summary>
    [Id(4)] public int Threads { get; init; } = 1;

    /// <summary>What one replica takes of its device's memory, about, in bytes; 0 where that is not known.</summary>
    [Id(5)] public long BytesPerReplica { get; init; }
}
