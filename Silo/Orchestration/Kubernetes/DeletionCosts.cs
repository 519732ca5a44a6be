using System.Collections.Immutable;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>The deletion costs of a Deployment's pods: the lowest that there are, for those that are to go.</summary>
internal static class DeletionCosts
{
    /// <summary>Costs below are taken for this class's own; people's stay.</summary>
    private const int OwnBelow = int.MinValue + 100_000;

    /// <summary>What has to be set; null for what has to be taken away.</summary>
    public static IEnumerable<(Pod Pod, int? Cost)> Changes(ImmutableArray<Pod> pods, ImmutableArray<Pod> going) =>
        from pod in pods
        let place = going.IndexOf(pod)
        let cost = place < 0 ? (int?)null : int.MinValue + place
        where cost is null ? pod.DeletionCost < OwnBelow : pod.DeletionCost != cost
        select (pod, cost);
}
