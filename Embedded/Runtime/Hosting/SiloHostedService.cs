using Microsoft.Extensions.Hosting;

namespace OrleansInference.Embedded;

/// <summary>Starts and stops a silo with its host.</summary>
internal sealed class SiloHostedService(SiloLifecycle lifecycle, Silo silo) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await lifecycle.StartAsync(cancellationToken);
        }
        catch
        {
            // The host does not stop what failed to start, and the other silos must not take this one for alive.
            if (silo.IsRunning) silo.Leave();
            throw;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => silo.IsCrashed || silo.IsDead ? Task.CompletedTask : lifecycle.StopAsync(cancellationToken);
}
