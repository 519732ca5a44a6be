using OrleansInference.Inference;

namespace OrleansInference.Client.Clustering;

/// <summary>Says why there is no connection, and what to look at.</summary>
internal static class ClusterFailure
{
    public static InferenceException Of(InferenceClusterOptions options, Exception exception) => new(
        FaultKind.Unavailable,
        $"No connection to cluster '{options.Cluster}' of service '{options.Service}' by {ClusterEngine.Where(options)}: " +
        $"{ClusterEngine.Reason(exception).TrimEnd('.')}. Expected a silo {ClusterEngine.Expected(options)}.",
        exception);
}
