namespace OrleansInference.Cluster;

/// <summary>A grain that the engine collects once it is idle.</summary>
public interface ICollectedGrain : IGrainWithIntegerKey
{
    /// <summary>Makes an activation.</summary>
    Task Touch();
}
