using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Autoscaling.Hosts;

namespace OrleansInference.Orchestration.Kubernetes;

public sealed class KubernetesTargetTests
{
    private static readonly PodEnvironment Pod = new("10.96.0.1", "443", "inference-12", "models");

    [Theory]
    [InlineData(nameof(WorkloadKind.StatefulSet), "inference-12", "inference")]
    [InlineData(nameof(WorkloadKind.StatefulSet), "my-gpu-inference-0", "my-gpu-inference")]
    [InlineData(nameof(WorkloadKind.Deployment), "inference-7d9f8b6c5-x2x7k", "inference")]
    [InlineData(nameof(WorkloadKind.Deployment), "my-inference-7d9f8b6c5-x2x7k", "my-inference")]
    public void The_name_follows_from_the_pods_own(string kind, string pod, string name) =>
        Assert.Equal(name, Resolve(new() { Kind = Enum.Parse<WorkloadKind>(kind) }, Pod with { PodName = pod })!.Name);

    [Fact]
    public void In_a_pod_nothing_has_to_be_set() =>
        Assert.Equal(new KubernetesTarget(new Uri("https://10.96.0.1/"), WorkloadKind.StatefulSet, "models", "inference"), Resolve(new(), Pod));

    [Fact]
    public void An_API_server_may_have_an_address_of_version_6() =>
        Assert.Equal("https://[fd00::1]:6443/", Resolve(new(), Pod with { ServiceHost = "fd00::1", ServicePort = "6443" })!.ApiServer.ToString());

    [Fact]
    public void Outside_a_pod_everything_that_is_missing_is_told_at_once()
    {
        Assert.Null(KubernetesTarget.Resolve(new(), new PodEnvironment(), out var mistakes));

        Assert.Collection(
            mistakes,
            mistake => Assert.StartsWith("Hosts:Kubernetes:ApiServer is not set, and this is no pod", mistake),
            mistake => Assert.StartsWith("Hosts:Kubernetes:Name is not set, and nothing follows from POD_NAME, which is not set; allowed: the name of the StatefulSet", mistake),
            mistake => Assert.StartsWith("Hosts:Kubernetes:Namespace is not set", mistake));
    }

    [Theory]
    [InlineData("http://10.96.0.1", null, null)]
    [InlineData(null, "models/../../x", null)]
    [InlineData(null, null, "Inference")]
    public void What_can_not_be_is_refused(string? server, string? space, string? name) =>
        Assert.Null(Resolve(new() { ApiServer = server, Namespace = space, Name = name }, Pod));

    [Fact]
    public void It_is_registered_with_its_options()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(Pod).AddKubernetesOrchestrator(
            new ConfigurationBuilder().AddInMemoryCollection([new("Hosts:Kubernetes:Kind", "Deployment"), new("Hosts:Kubernetes:Name", "silos")]).Build());
        using var provider = services.BuildServiceProvider();

        Assert.Equal("kubernetes", provider.GetRequiredService<IHostOrchestrator>().Name);
        Assert.Equal("Deployment 'silos' in namespace 'models'", provider.GetRequiredService<KubernetesTarget>().ToString());
    }

    private static KubernetesTarget? Resolve(KubernetesOptions options, PodEnvironment pod) => KubernetesTarget.Resolve(options, pod, out _);
}
