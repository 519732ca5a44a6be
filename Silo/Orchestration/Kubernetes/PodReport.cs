using System.Collections.Immutable;
using OrleansInference.Autoscaling;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>What the workload and its pods say of themselves, for the autoscaler and for people.</summary>
internal static class PodReport
{
    /// <param name="pods">Default where they can't be listed; then those that exist are taken to run.</param>
    /// <param name="reason">Why the number set is not the one that is wanted.</param>
    /// <param name="problem">What goes before what the pods say.</param>
    public static HostStatus Of(KubernetesTarget target, Scale scale, ImmutableArray<Pod> pods, string? reason, string? problem) => new()
    {
        Asked = scale.Replicas,
        Running = pods.IsDefault ? scale.Existing : pods.Count(pod => pod.IsRunning),
        Problem = problem ?? Obstacle(pods),
        Activity = reason ?? Waiting(target, scale, pods),
        NextToGo = target.Kind == WorkloadKind.StatefulSet && !pods.IsDefault ? HighestOrdinal(scale, pods) : null,
    };

    /// <summary>Of those that stay; a StatefulSet removes no other.</summary>
    private static string? HighestOrdinal(Scale scale, ImmutableArray<Pod> pods) =>
        pods.OrderByDescending(pod => pod.Ordinal).Skip(Math.Max(0, pods.Length - scale.Replicas)).FirstOrDefault()?.Name;

    private static string? Obstacle(ImmutableArray<Pod> pods)
    {
        if (pods.IsDefault || pods.FirstOrDefault(pod => pod.Obstacle is not null) is not { } stuck) return null;
        var others = pods.Count(pod => pod.Obstacle is not null) - 1;
        return $"Pod {stuck.Name}{(others == 0 ? "" : $" (and {others} more)")} does not start: {stuck.Obstacle}. Mend that, or lower Hosts:MaxSilos.";
    }

    private static string? Waiting(KubernetesTarget target, Scale scale, ImmutableArray<Pod> pods)
    {
        if (pods.IsDefault) return null;
        var running = pods.Count(pod => pod.IsRunning);
        return running >= scale.Replicas
            ? null
            : $"{running} of {scale.Replicas} pods run. Where that stays so: kubectl -n {target.Namespace} describe {target.Kind.ToString().ToLowerInvariant()} {target.Name}";
    }
}
