namespace OrleansInference.Replicas;

/// <summary>Where a pool is between its start and its end.</summary>
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

    /// <summary>
    /// It is to have no replica, and has none but such as end their last batch. Its version takes requests all the same: they wait in the dispatchers until one is
    /// loaded here or elsewhere.
    /// </summary>
    Parked = 6,
}
