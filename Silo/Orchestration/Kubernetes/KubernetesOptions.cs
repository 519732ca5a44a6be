namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>What the orchestrator <c>kubernetes</c> scales; bound from the section <c>Hosts:Kubernetes</c>. In a pod of <c>deploy/kubernetes</c> nothing has to be set.</summary>
internal sealed class KubernetesOptions
{
    public const string Section = "Hosts:Kubernetes";

    internal const string ServiceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>What the silos' pods belong to. Default: <c>StatefulSet</c>.</summary>
    public WorkloadKind Kind { get; set; }

    /// <summary>Its name. Default: what is left of the pod's own name (<c>POD_NAME</c>) without what Kubernetes has appended to it.</summary>
    public string? Name { get; set; }

    /// <summary>Its namespace. Default: the pod's own (<c>POD_NAMESPACE</c>, else the service account's).</summary>
    public string? Namespace { get; set; }

    /// <summary>The API server, such as <c>https://127.0.0.1:6443</c>. Default: the one of the pod's cluster.</summary>
    public string? ApiServer { get; set; }

    /// <summary>A file with the token to show; read again for each call, since Kubernetes replaces it. Default: the pod's service account's.</summary>
    public string TokenPath { get; set; } = $"{ServiceAccount}/token";

    /// <summary>The certificate authorities, as PEM, that alone may have issued the API server's certificate. Default: the cluster's.</summary>
    public string CaPath { get; set; } = $"{ServiceAccount}/ca.crt";
}
