using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors;

/// <summary>
/// Whether to send requests here: the process is not stopping, and no model version is still on its way. A version that failed to load
/// does not count, or one broken file would keep a silo out of service for good; the repository index names it.
/// </summary>
internal sealed class ServerReadiness(IDispatcher dispatcher, IHostApplicationLifetime lifetime)
{
    public async ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return false;
        foreach (var model in await dispatcher.ListAsync(cancellationToken))
            if (model.State == PoolState.Loading)
                return false;
        return true;
    }
}
