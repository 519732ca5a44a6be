using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OrleansInference.Client.Clustering.Tests;

public sealed class InferenceClusterOptionsTests
{
    [Fact]
    public void Everything_that_is_wrong_is_said_together()
    {
        var errors = Assert.Throws<OptionsValidationException>(() => Options(cluster =>
        {
            cluster.Redis = "127.0.0.1:6379";
            cluster.RedisPasswordPath = "/no/such/file";
            cluster.Gateways.Add("127.0.0.1");
            cluster.ConnectTimeout = TimeSpan.Zero;
            cluster.GatewayRefresh = TimeSpan.FromDays(1);
            cluster.HedgeAfter = TimeSpan.FromSeconds(-5);
            cluster.MaxMessageBodyBytes = 0;
        })).Failures;
        foreach (var key in (string[])["Redis and Gateways", "Gateways '127.0.0.1'", "/no/such/file", "ConnectTimeout", "GatewayRefresh", "HedgeAfter", "MaxMessageBodyBytes"])
            Assert.Contains(errors, error => error.Contains(key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1:30000", true)]
    [InlineData("[::1]:30000", true)]
    [InlineData("silos.inference.svc:30000", true)]
    [InlineData("silos", false)]
    [InlineData(":30000", false)]
    [InlineData("silos:0", false)]
    [InlineData("silos:30000/path", false)]
    [InlineData("http://silos:30000", false)]
    public void A_gateway_is_a_host_and_a_port(string text, bool allowed) => Assert.Equal(allowed, GatewayAddress.Parse(text) is not null);

    [Fact]
    public void Ids_are_by_default_those_of_the_silos()
    {
        Assert.Equal(("default", "default"), Ids(new InferenceClusterOptions()));
        Assert.Equal(("inference", "inference"), Ids(new InferenceClusterOptions { Redis = "a:1" }));
        Assert.Equal(("x", "y"), Ids(new InferenceClusterOptions { Redis = "a:1", ClusterId = "x", ServiceId = "y" }));
    }

    [Fact]
    public void They_are_bound_to_configuration_beside_the_client_s_own()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Inference:Timeout", "00:00:07"), new("Inference:ClusterId", "c"), new("Inference:GatewayRefresh", "00:00:03"),
        ]).Build());
        services.AddInferenceClient().BindConfiguration("Inference");
        services.AddInferenceCluster().BindConfiguration("Inference");
        using var provider = services.BuildServiceProvider();
        var cluster = provider.GetRequiredService<IOptions<InferenceClusterOptions>>().Value;
        var client = provider.GetRequiredService<IOptions<InferenceClientOptions>>().Value;
        Assert.Equal(("c", TimeSpan.FromSeconds(3)), (cluster.ClusterId, cluster.GatewayRefresh));
        Assert.Equal((new Uri("orleans:"), TimeSpan.FromSeconds(7)), (client.Address, client.Timeout));
    }

    private static (string Cluster, string Service) Ids(InferenceClusterOptions options) => (options.Cluster, options.Service);

    private static InferenceClusterOptions Options(Action<InferenceClusterOptions> configure)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddInferenceCluster(configure);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<InferenceClusterOptions>>().Value;
    }
}
