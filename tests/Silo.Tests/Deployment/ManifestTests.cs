using System.Text.Json.Nodes;
using System.Xml.Linq;
using OrleansInference.FrontDoors.Grpc;
using OrleansInference.FrontDoors.Http;
using OrleansInference.Hosting;
using OrleansInference.Hosting.Clustering;
using OrleansInference.Orchestration.Kubernetes;
using HostOptions = Microsoft.Extensions.Hosting.HostOptions;

namespace OrleansInference.Deployment;

/// <summary>What the manifests say of the server is so: its options, ports, paths, times, and the permissions that it needs.</summary>
public sealed class ManifestTests
{
    private static readonly Manifest Silos = Manifest.Read("kubernetes/base/silos.yaml", "StatefulSet", "inference");

    private static readonly Manifest Pod = Silos["spec", "template", "spec"];

    private static readonly Manifest Container = Assert.Single(Pod["containers"].Items);

    [Fact]
    public void Every_argument_is_an_option_of_the_server()
    {
        var settings = Read([.. Container["args"].Texts]);

        Assert.Empty(settings.Mistakes);
        Assert.Empty(ServerOptions.AccessObjections(settings).OfType<string>());
    }

    [Fact]
    public void The_secured_overlay_starts_without_anyone_who_may_be_anyone()
    {
        var patch = Manifest.Read("kubernetes/overlays/secured/kustomization.yaml").Single()["patches"].Items.Single(candidate => candidate.Has("patch"))["patch"].Text;
        string[] added = [.. patch.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("value: --", StringComparison.Ordinal)).Select(line => line["value: ".Length..])];
        Assert.Equal(Container["args"].Texts[2], added[0]);
        var settings = Read([.. Container["args"].Texts.Except([added[0]]), .. added[1..]]);

        Assert.Empty(settings.Mistakes);
        Assert.Empty(ServerOptions.AccessObjections(settings).OfType<string>());
    }

    [Fact]
    public void The_ports_are_those_that_the_server_opens_and_that_the_image_names()
    {
        var cluster = new SiloClusterOptions();
        var expected = new Dictionary<string, int>
        {
            ["http"] = new HttpDoorOptions().Port, ["grpc"] = new GrpcDoorOptions().Port, ["silo"] = cluster.SiloPort, ["gateway"] = cluster.GatewayPort,
        };

        Assert.Equal(expected, Container["ports"].Items.ToDictionary(port => port["name"].Text, port => port["containerPort"].Number));
        var image = XDocument.Load(Path.Combine(Manifest.Folder(), "../Silo/Silo.csproj")).Descendants("ContainerPort").Single().Attribute("Include")!.Value;
        Assert.Equal(expected.Values.Order(), image.Split(';').Select(int.Parse).Order());
    }

    [Theory]
    [InlineData("inference")]
    [InlineData("inference-silos")]
    public void Services_lead_to_ports_and_pods_that_there_are(string name)
    {
        var service = Manifest.Read("kubernetes/base/services.yaml", "Service", name);

        Assert.Equal(Silos["spec", "template", "metadata", "labels"].Pairs, service["spec", "selector"].Pairs);
        var ports = Container["ports"].Items.ToDictionary(port => port["name"].Text, port => port["containerPort"].Number);
        Assert.All(service["spec", "ports"].Items, port => Assert.Equal(ports[port["targetPort"].Text], port["port"].Number));
    }

    [Fact]
    public void The_StatefulSet_selects_its_own_pods_and_names_its_service()
    {
        Assert.Equal(Silos["spec", "template", "metadata", "labels"].Pairs, Silos["spec", "selector", "matchLabels"].Pairs);
        Assert.Equal("inference-silos", Silos["spec", "serviceName"].Text);
        Assert.Equal(
            Silos["spec", "selector", "matchLabels"].Pairs,
            Manifest.Read("kubernetes/base/silos.yaml", "PodDisruptionBudget", "inference")["spec", "selector", "matchLabels"].Pairs);
    }

    [Theory]
    [InlineData("startupProbe", "/v2/health/ready")]
    [InlineData("readinessProbe", "/v2/health/ready")]
    [InlineData("livenessProbe", "/v2/health/live")]
    public void Probes_ask_what_the_server_answers(string probe, string path)
    {
        Assert.Equal((path, "http"), (Container[probe, "httpGet", "path"].Text, Container[probe, "httpGet", "port"].Text));
        using var document = typeof(HttpFrontDoor).Assembly.GetManifestResourceStream("openapi.json")!;
        Assert.NotNull(JsonNode.Parse(document)!["paths"]![path]!["get"]);
    }

    [Fact]
    public void A_pod_has_the_time_to_finish_what_it_has()
    {
        var drain = Container["lifecycle", "preStop", "sleep", "seconds"].Number;

        Assert.True(Pod["terminationGracePeriodSeconds"].Number >= drain + new HostOptions().ShutdownTimeout.TotalSeconds + 15);
    }

    [Fact]
    public void The_role_allows_what_the_orchestrator_does_and_no_more()
    {
        var target = KubernetesTarget.Resolve(new(), new PodEnvironment("10.96.0.1", "443", $"{Silos["metadata", "name"].Text}-0", "models"), out _)!;
        string[] needed =
        [
            ApiRequest.ReadScale(target).Permission, ApiRequest.SetScale(target, 1, "1").Permission, ApiRequest.ListPods(target, "").Permission,
        ];

        var rules = Manifest.Read("kubernetes/base/access.yaml", "Role", "inference")["rules"].Items;

        Assert.Equal(needed.Order(), rules.SelectMany(rule => rule["verbs"].Texts.SelectMany(verb => rule["resources"].Texts.Select(resource => $"{verb} {resource}"))).Order());
        Assert.Equal(target.Name, Assert.Single(rules[0]["resourceNames"].Texts));
    }

    [Fact]
    public void A_pod_is_told_its_name_namespace_and_address()
    {
        var told = Container["env"].Items.ToDictionary(variable => variable["name"].Text, variable => variable["valueFrom", "fieldRef", "fieldPath"].Text);

        Assert.Equal(("metadata.name", "metadata.namespace", "status.podIP"), (told["POD_NAME"], told["POD_NAMESPACE"], told["POD_IP"]));
    }

    [Fact]
    public void The_server_runs_as_the_images_user_and_writes_nowhere_but_to_its_temporary_folder()
    {
        var user = XDocument.Load(Path.Combine(Manifest.Folder(), "../Silo/Silo.csproj")).Descendants("ContainerUser").Single().Value;

        Assert.Equal(("true", user), (Pod["securityContext", "runAsNonRoot"].Text, Pod["securityContext", "runAsUser"].Text));
        Assert.Equal("true", Container["securityContext", "readOnlyRootFilesystem"].Text);
        Assert.Equal("/tmp", Container["volumeMounts"].Items.Single(mount => mount["name"].Text == "temporary")["mountPath"].Text);
    }

    [Fact]
    public void KEDA_asks_the_gRPC_door_and_scales_the_silos()
    {
        var scaled = Manifest.Read("keda/scaled-object.yaml", "ScaledObject", "inference");
        var address = Assert.Single(scaled["spec", "triggers"].Items)["metadata", "scalerAddress"].Text;

        Assert.StartsWith("inference.", address, StringComparison.Ordinal);
        Assert.EndsWith($":{new GrpcDoorOptions().Port}", address, StringComparison.Ordinal);
        Assert.Equal(("StatefulSet", Silos["metadata", "name"].Text), (scaled["spec", "scaleTargetRef", "kind"].Text, scaled["spec", "scaleTargetRef", "name"].Text));
        Assert.True(scaled["spec", "minReplicaCount"].Number >= 1); // with none, nobody could be asked for one
    }

    [Theory]
    [InlineData("keda", "--orchestrator=kubernetes")]
    [InlineData("kubernetes/overlays/secured", "--allow-anonymous")]
    public void Overlays_replace_the_argument_that_they_mean(string overlay, string argument)
    {
        var patch = Manifest.Read($"{overlay}/kustomization.yaml").Single()["patches"].Items.Single(candidate => candidate.Has("patch"))["patch"].Text;

        Assert.Contains($"/args/{Container["args"].Texts.ToList().IndexOf(argument)}\n", patch, StringComparison.Ordinal);
        Assert.Contains($"value: {argument}\n", patch, StringComparison.Ordinal);
    }

    private static Settings Read(string[] arguments) => new(arguments, [], Path.GetTempPath(), ServerOptions.Sections);
}
