using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Hosting.Clustering;
using OrleansInference.Placement;

namespace OrleansInference.Hosting;

public sealed class RoleListTests
{
    [Theory]
    [InlineData(SiloRoles.All)]
    [InlineData(SiloRoles.FrontDoor | SiloRoles.Control, "--roles", "frontdoor,control")]
    [InlineData(SiloRoles.Worker, "--cluster-roles", " Worker ")]
    public void Roles_are_named_with_commas_between_them(SiloRoles expected, params string[] arguments)
    {
        var settings = Read(arguments);
        Assert.Empty(Mistakes(settings));
        Assert.Equal(expected, settings.Bind<SiloClusterOptions>().ParsedRoles);
    }

    [Theory]
    [InlineData("")]
    [InlineData("worker,")]
    [InlineData("wroker")]
    [InlineData("1")]
    public void Anything_else_is_refused_with_what_is_allowed(string roles) =>
        Assert.Equal([$"Cluster:Roles = {roles} (--roles): allowed is one or more of frontdoor, worker, control, with commas between them"], Mistakes(Read("--roles", roles)));

    [Fact]
    public void Only_a_front_door_needs_the_port_of_the_gRPC_door()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        string[] ports = ["--http-port", "0", "--silo-port", $"{FreePort.Next()}", "--gateway-port", $"{FreePort.Next()}", "--grpc-port", $"{((System.Net.IPEndPoint)taken.LocalEndpoint).Port}"];

        Assert.Empty(ServerOptions.PortProblems(Read([.. ports, "--roles", "worker"])).OfType<string>());
        Assert.Contains("Grpc:Port", Assert.Single(ServerOptions.PortProblems(Read([.. ports, "--roles", "frontdoor"])).OfType<string>()));
    }

    private static Settings Read(params string[] arguments) => new(arguments, [], Path.GetTempPath(), ServerOptions.Sections);

    private static IReadOnlyList<string> Mistakes(Settings settings)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        return SettingsValidator.Mistakes(settings, services);
    }
}
