using System.Collections.Immutable;
using OrleansInference.Autoscaling;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>
/// Which pods of a Deployment go. Its ReplicaSet removes pods that are not placed, don't run or are not ready before all others, and only then asks for their deletion cost
/// (https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset). So one that is needed but not ready has to be waited for.
/// </summary>
internal static class DeploymentRemoval
{
    /// <param name="current">Replicas that it is set to.</param>
    /// <param name="wanted">Fewer.</param>
    /// <param name="pods">Those that there are.</param>
    public static ReplicaGoal Decide(int current, int wanted, ImmutableArray<Pod> pods, ImmutableArray<HostSilo> leaving)
    {
        if (pods.Select(pod => pod.TemplateHash).Distinct().Count() > 1)
            return new ReplicaGoal(current, "It is being rolled out, when nobody can say which pod goes; it shrinks after that.");
        var willing = leaving.Select(silo => pods.FirstOrDefault(pod => pod.IsRunning && pod.Is(silo))).OfType<Pod>().Distinct().ToImmutableArray();
        if (pods.FirstOrDefault(pod => pod is { IsRunning: true, IsReady: false } && !willing.Contains(pod)) is { } unready)
            return new ReplicaGoal(current, $"{unready.Name} is needed but not ready, and would be removed first; it shrinks after that.");
        var missing = Math.Max(0, current - pods.Length);
        var idle = pods.Count(pod => !pod.IsRunning);
        var excess = current - wanted;
        var going = Math.Clamp(excess - missing - idle, 0, willing.Length);
        var replicas = Math.Max(wanted, current - missing - idle - going);
        return new ReplicaGoal(replicas, replicas == wanted ? null : "All other pods are still needed.") { Going = willing[..going] };
    }
}
