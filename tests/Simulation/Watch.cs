namespace OrleansInference.Simulation;

/// <summary>What the models of a simulation saw.</summary>
internal sealed class Watch
{
    public long LargestBatch { get; set; }

    /// <summary>Batches that began on a replica while it still ran another.</summary>
    public int Overlaps { get; set; }

    /// <summary>Replicas that are loaded now.</summary>
    public int Loaded { get; set; }

    /// <summary>Batches that began on a replica after it was unloaded.</summary>
    public int Ghosts { get; set; }
}
