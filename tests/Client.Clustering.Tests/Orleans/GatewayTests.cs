using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Inference;
using OrleansInference.Serving;

namespace OrleansInference.Client.Clustering.Tests.Orleans;

/// <summary>A silo reached by the address of its gateway.</summary>
public sealed class GatewayTests
{
    [Fact]
    public async Task A_silo_is_found_under_the_default_ids_and_not_under_others()
    {
        await using var silo = await ServerProcess.Start(Path.Combine(AppContext.BaseDirectory, "models", "repository"));
        await using (var services = Services(silo))
            Assert.True(await services.GetRequiredService<IInferenceClient>().IsModelReadyAsync("digits"));

        await using var stranger = Services(silo, cluster => cluster.ClusterId = "another");
        var exception = await Assert.ThrowsAsync<InferenceException>(() => stranger.GetRequiredService<IInferenceClient>().IsModelReadyAsync("digits"));
        Assert.Equal(FaultKind.Unavailable, exception.Kind);
        Assert.Contains("as a gateway does for another cluster's id", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--cluster-id another", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>No host: the first call connects.</summary>
    private static ServiceProvider Services(ServerProcess silo, Action<InferenceClusterOptions>? configure = null)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddInferenceCluster(cluster =>
        {
            cluster.Gateways.Add($"localhost:{silo.GatewayPort}");
            configure?.Invoke(cluster);
        });
        return services.BuildServiceProvider();
    }
}
