namespace OrleansInference.Autoscaling;

/// <summary>The host orchestrator of one silo; keyed by the silo's address and placed there.</summary>
[Alias("oi.IHostGrain")]
public interface IHostGrain : IGrainWithStringKey
{
    /// <summary>
    /// Has the orchestrator work towards so many silos, and returns what it knows. Idempotent: called again and again with the same request, it does nothing twice.
    /// </summary>
    [Alias("Scale"), ResponseTimeout("00:05:00")]
    Task<HostStatus> Scale(HostRequest request);
}
