using System.Text.Json.Nodes;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>A call of the API server.</summary>
/// <param name="Method">Of HTTP.</param>
/// <param name="Path">With its query.</param>
/// <param name="Permission">What a Role has to allow for it, in words: verb and resource.</param>
/// <param name="Patch">A JSON merge patch (RFC 7386); null where nothing is sent.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, string Permission, JsonNode? Patch = null)
{
    /// <summary>Under this name the API server remembers what was set (<c>kubectl get --show-managed-fields</c>).</summary>
    private const string Manager = "fieldManager=orleans-inference";

    public static ApiRequest ReadScale(KubernetesTarget target) => new(HttpMethod.Get, ScalePath(target), $"get {target.Resource}/scale");

    /// <summary>Only where nobody else has changed the object meanwhile: with another resource version the answer is 409.</summary>
    public static ApiRequest SetScale(KubernetesTarget target, int replicas, string resourceVersion) => new(
        HttpMethod.Patch, $"{ScalePath(target)}?{Manager}", $"patch {target.Resource}/scale",
        new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = resourceVersion },
            ["spec"] = new JsonObject { ["replicas"] = replicas },
        });

    public static ApiRequest ListPods(KubernetesTarget target, string selector) => new(
        HttpMethod.Get, $"{PodsPath(target)}?labelSelector={Uri.EscapeDataString(selector)}", "list pods");

    /// <param name="cost">Null takes the annotation away.</param>
    public static ApiRequest SetDeletionCost(KubernetesTarget target, string pod, int? cost) => new(
        HttpMethod.Patch, $"{PodsPath(target)}/{pod}?{Manager}", "patch pods",
        new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Pod.DeletionCostAnnotation] = cost?.ToString() } } });

    private static string ScalePath(KubernetesTarget target) => $"/apis/apps/v1/namespaces/{target.Namespace}/{target.Resource}/{target.Name}/scale";

    private static string PodsPath(KubernetesTarget target) => $"/api/v1/namespaces/{target.Namespace}/pods";
}
