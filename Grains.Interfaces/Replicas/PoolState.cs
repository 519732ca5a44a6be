namespace OrleansInference.Replicas;

[GenerateSerializer, Alias("oi.PoolState")]
public enum PoolState
{
    /// <summary>No replica is ready yet.</summary>
    Loading = 1,

    /// <summary>At least one replica serves.</summary>
    Ready = 2,

    /// <summary>Takes no more requests; finishes what it has.</summary>
    Draining = 3,

    /// <summary>No replica could be loaded; see the report's reason.</summary>
    Failed = 4,

    /// <summary>Drained; the router forgets it.</summary>
    Gone = 5,
}
