using System.Text.Json.Nodes;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>A pod as the API server shows it, with what is around the parts that count.</summary>
internal sealed class FakePod(string name, string ip)
{
    public string Name => name;

    public string Phase { get; set; } = "Running";

    public bool IsReady { get; set; } = true;

    public bool IsTerminating { get; set; }

    public string? Hash { get; set; }

    /// <summary>Reason and message of a pod that no machine has room for.</summary>
    public string? Unschedulable { get; set; }

    /// <summary>Reason of a container that does not start.</summary>
    public string? Waiting { get; set; }

    public Dictionary<string, string> Annotations { get; } = [];

    public JsonObject ToJson()
    {
        var json = JsonNode.Parse($$"""
            {
              "metadata": {
                "name": "{{name}}", "generateName": "inference-", "namespace": "models", "uid": "5b1a1f6e-0f6a-4a8b-9d0c-00000000{{name[^1] - 0:x4}}", "resourceVersion": "8123",
                "creationTimestamp": "2026-01-01T00:00:00Z", "labels": {"app.kubernetes.io/name": "inference"}
              },
              "spec": {"containers": [{"name": "silo", "image": "inference:1"}]},
              "status": {
                "phase": "{{Phase}}",
                "conditions": [{"type": "Ready", "status": "{{(IsReady ? "True" : "False")}}", "lastProbeTime": null}],
                "podIP": "{{ip}}", "podIPs": [{"ip": "{{ip}}"}],
                "containerStatuses": [{"name": "silo", "ready": {{(IsReady ? "true" : "false")}}, "restartCount": 0, "state": {"running": {"startedAt": "2026-01-01T00:00:01Z"} } }]
              }
            }
            """)!.AsObject();
        if (Annotations.Count > 0) json["metadata"]!["annotations"] = new JsonObject(Annotations.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        if (Hash is not null) json["metadata"]!["labels"]!["pod-template-hash"] = Hash;
        if (IsTerminating) json["metadata"]!["deletionTimestamp"] = "2026-01-01T00:10:00Z";
        if (Unschedulable is not null)
            json["status"]!["conditions"]!.AsArray().Add(new JsonObject { ["type"] = "PodScheduled", ["status"] = "False", ["reason"] = "Unschedulable", ["message"] = Unschedulable });
        if (Waiting is not null)
            json["status"]!["containerStatuses"]![0]!["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = Waiting, ["message"] = "Back-off" } };
        return json;
    }
}
