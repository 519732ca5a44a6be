using Microsoft.Extensions.Hosting;
using OrleansInference.Engine.Tests.Grains;

namespace OrleansInference.Embedded.Tests.Hosting;

public sealed class HostTests
{
    [Fact]
    public async Task A_silo_lives_in_a_generic_host_and_clients_of_the_process_find_it()
    {
        using var silo = Build(builder => builder.UseOrleans(silo => silo.UseLocalhostClustering(clusterId: nameof(HostTests))));
        await silo.StartAsync();
        Assert.Equal(5, await silo.Services.GetRequiredService<IClusterClient>().GetGrain<IEchoGrain>("a").Add(2, 3));

        using var client = Build(builder => builder.UseOrleansClient(client => client.UseLocalhostClustering(clusterId: nameof(HostTests))));
        await client.StartAsync();
        Assert.Equal("x", await client.Services.GetRequiredService<IClusterClient>().GetGrain<IEchoGrain>("a").Echo("x"));
        await client.StopAsync();
        await silo.StopAsync();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IEchoGrain>("a").Nothing());
    }

    [Fact]
    public async Task A_client_without_a_cluster_in_its_process_says_so_when_it_starts()
    {
        using var client = Build(builder => builder.UseOrleansClient(client => client.UseLocalhostClustering(clusterId: "nobody")));
        var error = await Assert.ThrowsAsync<SiloUnavailableException>(() => client.StartAsync());
        Assert.Contains("one process", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stage_that_fails_keeps_the_silo_from_starting()
    {
        using var host = Build(builder => builder.UseOrleans(silo => silo
            .UseLocalhostClustering(clusterId: nameof(A_stage_that_fails_keeps_the_silo_from_starting))
            .AddStartupTask((_, _) => throw new InvalidDataException("no such file"))));
        await Assert.ThrowsAsync<InvalidDataException>(() => host.StartAsync());
        Assert.Equal(SiloStatus.Dead, host.Services.GetRequiredService<IClusterMembershipService>().CurrentSnapshot
            .GetSiloStatus(host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress));
    }

    private static IHost Build(Action<IHostApplicationBuilder> configure)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        configure(builder);
        return builder.Build();
    }
}
