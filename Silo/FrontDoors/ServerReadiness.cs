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
    private volatile bool _hasStarted;

    public async ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return false;
        if (_hasStarted)
            return true;
        foreach (var model in await dispatcher.ListAsync(cancellationToken))
            if (model.State == PoolState.Loading)
                return false;
        _hasStarted = true;
        return true;
    }
}
