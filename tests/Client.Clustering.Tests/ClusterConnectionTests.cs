using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Client.Clustering.Tests;

/// <summary>A client whose cluster is not there, on whichever engine the suite is built for.</summary>
public sealed class ClusterConnectionTests
{
    [Fact]
    public async Task Calls_say_what_was_tried_and_what_was_expected_and_the_host_runs()
    {
        using var host = Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<IInferenceClient>();
        var exception = await Assert.ThrowsAsync<InferenceException>(() => client.ListModelsAsync());
        Assert.Equal(FaultKind.Unavailable, exception.Kind);
        Assert.StartsWith("No connection to cluster 'nobody' of service 'default' by ", exception.Message);
        Assert.Contains("Expected a silo ", exception.Message, StringComparison.Ordinal);
        Assert.False(await client.IsReadyAsync());
        await host.StopAsync();
        exception = await Assert.ThrowsAsync<InferenceException>(() => client.ListModelsAsync());
        Assert.Equal(FaultKind.Unavailable, exception.Kind);
    }

    [Fact]
    public async Task A_host_that_requires_it_does_not_start()
    {
        using var host = Build(cluster => (cluster.Required, cluster.ConnectTimeout) = (true, TimeSpan.FromSeconds(1)));
        var exception = await Assert.ThrowsAsync<InferenceException>(() => host.StartAsync());
        Assert.StartsWith("No connection to cluster 'nobody'", exception.Message);
    }

    [Fact]
    public async Task A_client_of_another_transport_has_the_cluster_left_alone()
    {
        using var host = Build(cluster => cluster.Required = true, client => client.Address = new Uri("http://127.0.0.1:1"));
        await host.StartAsync();
        Assert.NotNull(host.Services.GetRequiredService<IInferenceClient>());
        await host.StopAsync();
    }

    [Fact]
    public async Task A_request_that_is_too_large_for_the_cluster_is_not_sent_at_all()
    {
        using var host = Build(cluster => cluster.MaxMessageBodyBytes = 3000);
        var client = host.Services.GetRequiredService<IInferenceClient>();
        var exception = await Assert.ThrowsAsync<InferenceException>(() => client.InferAsync(Request(floats: 1000)));
        Assert.Equal(FaultKind.TooLarge, exception.Kind);
        Assert.Contains("('x' 4000); at most 3000 may go to the cluster (MaxMessageBodyBytes here, Cluster:MaxMessageBytes on the silos)", exception.Message, StringComparison.Ordinal);
        exception = await Assert.ThrowsAsync<InferenceException>(() => client.InferAsync(Request(floats: 1)));
        Assert.Equal(FaultKind.Unavailable, exception.Kind); // it would have been sent

        static InferenceRequest Request(int floats) => new() { Model = "m", Inputs = [InferenceTensor.Of<float>("x", [floats], new float[floats])] };
    }

    private static IHost Build(Action<InferenceClusterOptions>? cluster = null, Action<InferenceClientOptions>? client = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddInferenceClient(options =>
        {
            options.MaxRetries = 0;
            client?.Invoke(options);
        });
        builder.Services.AddInferenceCluster(options =>
        {
            options.ClusterId = "nobody";
            if (ClusterEngine.Objection(new InferenceClusterOptions { Gateways = { "a:1" } }) is null)
                options.Gateways.Add($"127.0.0.1:{FreePort.Next()}");
            cluster?.Invoke(options);
        });
        return builder.Build();
    }
}
