using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using OrleansInference.Autoscaling;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>A silo's pod, as far as it counts here.</summary>
internal sealed record Pod(string Name)
{
    /// <summary>A ReplicaSet removes the pod with the lowest first; without it, it is 0. https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#pod-deletion-cost</summary>
    public const string DeletionCostAnnotation = "controller.kubernetes.io/pod-deletion-cost";

    public string? Ip { get; init; }

    /// <summary>Its containers have been started.</summary>
    public bool IsRunning { get; init; }

    public bool IsReady { get; init; }

    /// <summary>It has been told to end.</summary>
    public bool IsTerminating { get; init; }

    public int DeletionCost { get; init; }

    /// <summary>Of the template that a Deployment made it from; others are of an older or newer one.</summary>
    public string? TemplateHash { get; init; }

    /// <summary>Why it can't be placed or started; null where nothing says so.</summary>
    public string? Obstacle { get; init; }

    /// <summary>The number that a StatefulSet gave it; −1 for another's.</summary>
    public int Ordinal => int.TryParse(Name.AsSpan(Name.LastIndexOf('-') + 1), out var ordinal) ? ordinal : -1;

    public static ImmutableArray<Pod> ListOf(JsonElement json) => [.. json.At("items").Items().Select(Of).Where(pod => !pod.IsTerminating)];

    public bool Is(HostSilo silo) => Name == silo.Name || (IPAddress.TryParse(Ip, out var address) && address.Equals(silo.Address.Endpoint.Address));

    private static Pod Of(JsonElement json) => new(json.At("metadata", "name").Text() ?? "")
    {
        Ip = json.At("status", "podIP").Text(),
        IsRunning = json.At("status", "phase").Text() == "Running",
        IsReady = Condition(json, "Ready").At("status").Text() == "True",
        IsTerminating = json.At("metadata", "deletionTimestamp").Text() is not null,
        DeletionCost = int.TryParse(json.At("metadata", "annotations", DeletionCostAnnotation).Text(), out var cost) ? cost : 0,
        TemplateHash = json.At("metadata", "labels", "pod-template-hash").Text(),
        Obstacle = Unplaced(Condition(json, "PodScheduled")) ?? json.At("status", "containerStatuses").Items().Select(NotStarted).FirstOrDefault(reason => reason is not null),
    };

    private static JsonElement Condition(JsonElement json, string type) =>
        json.At("status", "conditions").Items().FirstOrDefault(condition => condition.At("type").Text() == type);

    private static string? Unplaced(JsonElement condition) =>
        condition.At("reason").Text() == "Unschedulable" ? $"no machine has room for it ({condition.At("message").Text()})" : null;

    /// <summary>ContainerCreating and PodInitializing are the normal course.</summary>
    private static string? NotStarted(JsonElement container) =>
        container.At("state", "waiting", "reason").Text() is { } reason and not ("ContainerCreating" or "PodInitializing")
            ? $"{reason} ({container.At("state", "waiting", "message").Text() ?? "no message"})"
            : null;
}
