using Microsoft.Extensions.Options;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>Finds every mistake at once, with what the pod would have filled in.</summary>
internal sealed class KubernetesOptionsValidator(PodEnvironment pod) : IValidateOptions<KubernetesOptions>
{
    public ValidateOptionsResult Validate(string? name, KubernetesOptions options) =>
        KubernetesTarget.Resolve(options, pod, out var mistakes) is null ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
}
