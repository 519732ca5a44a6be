using System.Text.Json;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>The scale subresource: <c>Scale</c> of <c>autoscaling/v1</c>.</summary>
/// <param name="ResourceVersion">Of the whole object; another one means that somebody changed it.</param>
/// <param name="Replicas">Pods that are wanted.</param>
/// <param name="Existing">Pods that there are, in whatever state.</param>
/// <param name="Selector">Finds them.</param>
internal sealed record Scale(string ResourceVersion, int Replicas, int Existing, string Selector)
{
    /// <summary>Null for another kind of object. The API server leaves out 0 replicas; a selector left out would select every pod.</summary>
    public static Scale? Of(JsonElement json) =>
        json.At("kind").Text() == "Scale" && json.At("metadata", "resourceVersion").Text() is { } version
        && json.At("status", "selector").Text() is { Length: > 0 } selector
            ? new Scale(version, json.At("spec", "replicas").Number(), json.At("status", "replicas").Number(), selector)
            : null;
}
