using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>The one object whose replicas are set, and where.</summary>
internal sealed partial record KubernetesTarget(Uri ApiServer, WorkloadKind Kind, string Namespace, string Name)
{
    /// <summary>In the plural, as in paths and permissions.</summary>
    public string Resource => Kind == WorkloadKind.StatefulSet ? "statefulsets" : "deployments";

    public override string ToString() => $"{Kind} '{Name}' in namespace '{Namespace}'";

    /// <summary>Fills in what is not set from what the pod knows. Null where something stays open: the mistakes then say what, all at once.</summary>
    public static KubernetesTarget? Resolve(KubernetesOptions options, PodEnvironment pod, out ImmutableArray<string> mistakes)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        var server = Server(options, pod);
        var name = options.Name ?? WithoutSuffix(options.Kind, pod.PodName);
        var space = options.Namespace ?? pod.PodNamespace;
        if (server is null)
            found.Add(options.ApiServer is null
                ? "Hosts:Kubernetes:ApiServer is not set, and this is no pod (KUBERNETES_SERVICE_HOST is not set either); allowed: an address such as https://127.0.0.1:6443."
                : $"Hosts:Kubernetes:ApiServer is '{options.ApiServer}'; allowed: an https address such as https://127.0.0.1:6443.");
        if (!IsName(name))
            found.Add(
                $"Hosts:Kubernetes:Name is {Shown(options.Name)}, and nothing follows from POD_NAME, which is {Shown(pod.PodName)}; " +
                $"allowed: the name of the {options.Kind} that the silos' pods belong to.");
        if (!IsName(space))
            found.Add(
                $"Hosts:Kubernetes:Namespace is {Shown(options.Namespace)}, and the pod's own is {Shown(pod.PodNamespace)}; " +
                $"allowed: the namespace of the {options.Kind} that the silos' pods belong to.");
        mistakes = found.ToImmutable();
        return mistakes.IsEmpty ? new KubernetesTarget(server!, options.Kind, space!, name!) : null;
    }

    private static Uri? Server(KubernetesOptions options, PodEnvironment pod)
    {
        if (options.ApiServer is { } set)
            return Uri.TryCreate(set, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps ? address : null;
        return pod.ServiceHost is { Length: > 0 } host && int.TryParse(pod.ServicePort ?? "443", out var port)
            ? new UriBuilder(Uri.UriSchemeHttps, host, port).Uri
            : null;
    }

    private static string? WithoutSuffix(WorkloadKind kind, string? podName)
    {
        var match = (kind == WorkloadKind.StatefulSet ? StatefulSetPod() : DeploymentPod()).Match(podName ?? "");
        return match.Success ? match.Groups[1].Value : null;
    }

    private static bool IsName(string? name) => name is { Length: <= 253 } && ObjectName().IsMatch(name);

    private static string Shown(string? value) => value is null ? "not set" : $"'{value}'";

    [GeneratedRegex("^(.+)-[0-9]+$")]
    private static partial Regex StatefulSetPod();

    /// <summary>The ReplicaSet's hash, and five characters of the pod's own.</summary>
    [GeneratedRegex("^(.+)-[a-z0-9]+-[a-z0-9]{5}$")]
    private static partial Regex DeploymentPod();

    /// <summary>A DNS subdomain (RFC 1123), as names of objects are.</summary>
    [GeneratedRegex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
    private static partial Regex ObjectName();
}
