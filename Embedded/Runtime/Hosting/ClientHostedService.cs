using Microsoft.Extensions.Hosting;

namespace OrleansInference.Embedded;

/// <summary>Connects and disconnects a client with its host.</summary>
internal sealed class ClientHostedService(ClientNode client) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        client.Connect();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        client.Disconnect();
        return Task.CompletedTask;
    }
}
