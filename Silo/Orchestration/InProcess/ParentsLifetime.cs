namespace OrleansInference.Orchestration.InProcess;

/// <summary>Leaves the process's signals to the silo that has the doors: it stops this one in time.</summary>
internal sealed class ParentsLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
