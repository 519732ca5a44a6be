using System.Collections.Immutable;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors;

/// <summary>
/// Whether to send requests here: the process is not stopping, and every model version that was to be loaded at the start has been, on this silo where it is a worker, and else on
/// any. One that failed to load does not count, or one broken file would keep a silo out of service for good; the repository index names it. What is loaded
/// later does not count either: the others are served meanwhile. Nor does what is lost later: a model that no silo serves any more must not close the doors of all others.
/// </summary>
internal sealed class ServerReadiness(IDispatcher dispatcher, IHostApplicationLifetime lifetime)
{
    private volatile bool _hasBeenReady;

    public async ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return false;
        return _hasBeenReady || (_hasBeenReady = IsLoaded(await dispatcher.ListAsync(cancellationToken)));
    }

    private static bool IsLoaded(ImmutableArray<ModelStatus> models)
    {
        foreach (var model in models)
            if (model is { IsLate: false, State: PoolState.Loading } or { IsLate: false, IsLoadingHere: true })
                return false;
        return true;
    }
}
