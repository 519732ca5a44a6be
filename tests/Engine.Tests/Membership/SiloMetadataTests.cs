using Orleans.Runtime.MembershipService.SiloMetadata;

namespace OrleansInference.Engine.Tests.Membership;

/// <summary>What silos say of themselves, and when others know it.</summary>
public sealed class SiloMetadataTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly InProcessTestCluster _cluster = new InProcessTestClusterBuilder(2)
        .ConfigureSilo((own, silo) =>
        {
            // As options are configured in order, what is filled in by an earlier one is said too.
            Dictionary<string, string> facts = new() { ["name"] = own.SiloName };
            silo.Services.AddOptions<SiloMetadata>().Configure<ILocalSiloDetails>((_, details) => facts["address"] = details.SiloAddress.ToParsableString());
            silo.UseSiloMetadata(facts)
                .Configure<ClusterMembershipOptions>(options => (options.ProbeTimeout, options.NumMissedProbesLimit) = (TimeSpan.FromMilliseconds(100), 2));
        })
        .Build();

    public Task InitializeAsync() => _cluster.DeployAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Every_silo_learns_what_each_says_of_itself()
    {
        await _cluster.StartAdditionalSiloAsync();
        foreach (var asker in _cluster.Silos)
            foreach (var silo in _cluster.Silos)
            {
                var metadata = await Until(asker, silo.SiloAddress, metadata => !metadata.Metadata.IsEmpty);
                Assert.Equal((silo.Name, silo.SiloAddress.ToParsableString()), (metadata.Metadata["name"], metadata.Metadata["address"]));
            }
    }

    [Fact]
    public async Task Of_a_silo_that_is_gone_or_never_was_nothing_is_known()
    {
        var (first, second) = (_cluster.Silos[0], _cluster.Silos[1]);
        await Until(first, second.SiloAddress, metadata => !metadata.Metadata.IsEmpty);
        await _cluster.KillSiloAsync(second);
        Assert.Same(SiloMetadata.Empty, await Until(first, second.SiloAddress, metadata => metadata.Metadata.IsEmpty));
        Assert.Same(SiloMetadata.Empty, Cache(first).GetSiloMetadata(SiloAddress.FromParsableString("10.9.9.9:1@7")));
    }

    private static ISiloMetadataCache Cache(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<ISiloMetadataCache>();

    private static async Task<SiloMetadata> Until(InProcessSiloHandle asker, SiloAddress silo, Func<SiloMetadata, bool> holds)
    {
        using var bound = new CancellationTokenSource(Bound);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            var metadata = Cache(asker).GetSiloMetadata(silo);
            if (holds(metadata)) return metadata;
            await look.WaitForNextTickAsync(bound.Token);
        }
    }
}
