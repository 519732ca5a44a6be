using OrleansInference.Replicas;

namespace OrleansInference.FrontDoors;

/// <summary>A model version's state as the repository index of Triton names it.</summary>
internal static class RepositoryState
{
    public static string NameOf(PoolState state) => state switch
    {
        PoolState.Loading => "LOADING",
        PoolState.Ready or PoolState.Parked => "READY", // a client that waits for it to be ready would wait for ever
        PoolState.Draining => "UNLOADING",
        _ => "UNAVAILABLE",
    };
}
