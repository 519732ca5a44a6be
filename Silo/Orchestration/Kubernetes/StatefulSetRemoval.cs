using System.Collections.Immutable;
using OrleansInference.Autoscaling;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>
/// How far a StatefulSet can shrink. It always removes its highest ordinal
/// (https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#deployment-and-scaling-guarantees), so it shrinks down to the highest one that is needed.
/// </summary>
internal static class StatefulSetRemoval
{
    /// <param name="current">Replicas that it is set to.</param>
    /// <param name="wanted">Fewer.</param>
    /// <param name="pods">Those that there are; one that does not run holds nothing and may go.</param>
    public static ReplicaGoal Decide(int current, int wanted, ImmutableArray<Pod> pods, ImmutableArray<HostSilo> leaving)
    {
        var needed = pods.Where(pod => pod.IsRunning && !leaving.Any(pod.Is)).MaxBy(pod => pod.Ordinal);
        var least = needed is null ? 0 : needed.Ordinal - FirstOrdinal(current, pods) + 1;
        if (least <= wanted) return new ReplicaGoal(wanted);
        var blocked = string.Join(", ", pods.Where(pod => pod.Ordinal < needed!.Ordinal && leaving.Any(pod.Is)).Select(pod => pod.Name));
        return new ReplicaGoal(
            Math.Min(current, least),
            $"A StatefulSet removes only its highest ordinal, and {needed!.Name} is still needed{(blocked.Length == 0 ? "" : $"; {blocked} could go, but not before it")}.");
    }

    /// <summary>
    /// It need not be 0 (<c>spec.ordinals.start</c>), which shows where no pod is missing. Where one is, 0 is on the safe side: the StatefulSet then counts as longer than it is.
    /// </summary>
    private static int FirstOrdinal(int current, ImmutableArray<Pod> pods)
    {
        if (pods.IsEmpty || pods.Length != current) return 0;
        var lowest = pods.Min(pod => pod.Ordinal);
        return pods.Max(pod => pod.Ordinal) - lowest + 1 == current ? lowest : 0;
    }
}
