using Microsoft.Extensions.Options;
using Orleans;
using OrleansInference.Client.Clusters;
using OrleansInference.Client.Retries;

namespace OrleansInference.Client;

/// <summary>Makes clients from options, where there is no container to do it (<see cref="InferenceClientServiceCollectionExtensions"/>).</summary>
public static class InferenceClient
{
    /// <summary>A client for the scheme of <see cref="InferenceClientOptions.Address"/>, with a deadline for every call and retries.</summary>
    /// <param name="options">How to reach the server.</param>
    /// <param name="cluster">For <c>orleans:</c>, the application's Orleans client, which stays its own.</param>
    /// <param name="time">The clock of deadlines and pauses; the system's by default.</param>
    /// <exception cref="OptionsValidationException">Something is wrong with the options; all of it is said.</exception>
    public static IInferenceClient Create(InferenceClientOptions options, IClusterClient? cluster = null, TimeProvider? time = null) =>
        Create(options, cluster is null ? null : new ApplicationCluster(cluster), time ?? TimeProvider.System);

    internal static IInferenceClient Create(InferenceClientOptions options, IClusterConnection? cluster, TimeProvider clock)
    {
        InferenceClientOptionsValidator.Require(options);
        IInferenceClient transport = options.Address!.Scheme switch
        {
            "http" or "https" => new HttpInferenceClient(options, clock),
            "grpc" or "grpcs" => new GrpcInferenceClient(options, clock),
            _ => new OrleansInferenceClient(cluster ?? throw new ArgumentNullException(
                nameof(cluster), $"Address '{options.Address}' needs AddInferenceCluster, or the application's own Orleans client."), clock),
        };
        return new RetryingInferenceClient(transport, options, clock, Random.Shared);
    }
}
