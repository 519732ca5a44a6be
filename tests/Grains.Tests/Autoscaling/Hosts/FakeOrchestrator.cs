namespace OrleansInference.Autoscaling.Hosts;

/// <summary>One that has a name, and is never asked.</summary>
internal sealed class FakeOrchestrator(string name) : IHostOrchestrator
{
    public string Name => name;

    public Task<HostStatus> ScaleAsync(HostRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
}
