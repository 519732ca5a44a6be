using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Autoscaling;
using OrleansInference.FrontDoors.Tls;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>An orchestrator in front of a fake API server, with time that stands still.</summary>
internal sealed class KubernetesTestbed : IAsyncDisposable
{
    private readonly TestCertificates _certificates;
    private readonly KubernetesApi _api;

    private KubernetesTestbed(FakeApiServer server, TestCertificates certificates, KubernetesOptions options)
    {
        (Server, _certificates, Options) = (server, certificates, options);
        var target = KubernetesTarget.Resolve(options, new PodEnvironment(), out _)!;
        _api = new KubernetesApi(target, options);
        Orchestrator = new KubernetesOrchestrator(target, _api, Time, new Random(1), NullLogger<KubernetesOrchestrator>.Instance);
    }

    public FakeApiServer Server { get; }

    public KubernetesOptions Options { get; }

    public ManualTime Time { get; } = new();

    public KubernetesOrchestrator Orchestrator { get; }

    /// <param name="replicas">Pods that there are, ready, with the names that their workload gives.</param>
    /// <param name="trusted">The authority that the orchestrator trusts; null for the server's own.</param>
    public static async Task<KubernetesTestbed> StartAsync(WorkloadKind kind = WorkloadKind.StatefulSet, int replicas = 3, string? trusted = null, string host = "localhost")
    {
        var certificates = new TestCertificates();
        var server = await FakeApiServer.StartAsync(certificates.Server(host));
        server.Replicas = replicas;
        for (var i = 0; i < replicas; i++) server.Pods.Add(kind == WorkloadKind.StatefulSet ? StatefulPod(i) : DeployedPod(i));
        return new KubernetesTestbed(server, certificates, new KubernetesOptions
        {
            Kind = kind, Name = "inference", Namespace = "models", ApiServer = server.Address.ToString(),
            TokenPath = certificates.Write("token", "first\n"), CaPath = trusted ?? certificates.CaFile,
        });
    }

    public static FakePod StatefulPod(int ordinal) => new($"inference-{ordinal}", $"10.0.0.{ordinal + 1}");

    public static FakePod DeployedPod(int number) => new($"inference-7d9f8b6c5-x2x7{(char)('a' + number)}", $"10.0.0.{number + 1}") { Hash = "7d9f8b6c5" };

    /// <param name="leaving">Names of pods.</param>
    public Task<HostStatus> Scale(int silos, params string[] leaving) => Orchestrator.ScaleAsync(Request(silos, leaving), CancellationToken.None);

    public static HostRequest Request(int silos, params string[] leaving) => new(silos, [.. leaving.Select(Silo)]);

    /// <summary>Once its back-off, and its time between looks, are over.</summary>
    public Task<HostStatus> ScaleLater(int silos, params string[] leaving)
    {
        Time.Advance(TimeSpan.FromSeconds(30)); // less than what it remembers, more than a few failures' back-off
        return Scale(silos, leaving);
    }

    public void WriteToken(string token) => _certificates.Write("token", token);

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await Server.DisposeAsync();
        _certificates.Dispose();
    }

    private static HostSilo Silo(string name) => new(name, SiloAddress.Zero);
}
