namespace OrleansInference.Autoscaling.Hosts;

/// <summary>Whatever can start and stop silos.</summary>
public interface IHostOrchestrator
{
    /// <summary>The <see cref="Name"/> of one that starts and stops nothing.</summary>
    const string None = "none";

    /// <summary>Such as <c>process</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Works towards what is wanted, and returns what it knows: at once where the work goes on in the background. Idempotent. What fails is in the answer's
    /// <see cref="HostStatus.Problem"/> and tried again with back-off at a later call; an exception is a bug.
    /// </summary>
    Task<HostStatus> ScaleAsync(HostRequest request, CancellationToken cancellationToken);
}
