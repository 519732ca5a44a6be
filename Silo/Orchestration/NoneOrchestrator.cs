using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Hosts;

namespace OrleansInference.Orchestration;

/// <summary>Where people or others start silos: it tells how many there are, and that it can have no others.</summary>
internal sealed class NoneOrchestrator(IClusterMembershipService membership) : IHostOrchestrator
{
    public string Name => OrchestratorNames.None;

    public Task<HostStatus> ScaleAsync(HostRequest request, CancellationToken cancellationToken)
    {
        var silos = membership.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active);
        return Task.FromResult(new HostStatus
        {
            Asked = silos,
            Running = silos,
            Min = silos,
            Max = silos,
            Activity = "The server starts and stops no silos (--orchestrator none).",
        });
    }
}
