using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors;

/// <summary>
/// Whether to send requests here: the process is not stopping, and every model version that was to be loaded at the start has been. One that
/// failed to load does not count, or one broken file would keep a silo out of service for good; the repository index names it. What is loaded
/// later does not count either: the others are served meanwhile.
/// </summary>
internal sealed class ServerReadiness(IDispatcher dispatcher, IHostApplicationLifetime lifetime)
{
    public async ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return false;
        foreach (var model in await dispatcher.ListAsync(cancellationToken))
            if (model is { State: PoolState.Loading, IsLate: false })
                return false;
        return true;
    }
}
