using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrleansInference.Models;
using OrleansInference.Repository;

namespace OrleansInference.Tests.Repository;

public sealed class RepositoryOptionsTests
{
    [Fact]
    public async Task All_mistakes_are_told_at_once_with_key_value_and_what_is_allowed()
    {
        using var host = Host(("Path", "/no/such/place"), ("ThreadsPerReplica", "0"), ("DefaultReplicas", "5000"), ("Gpus", "-1"));

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(4, failure.Failures.Count());
        Assert.Contains("Repository:ThreadsPerReplica is 0; allowed: an integer from 1 to 1024.", failure.Failures);
        Assert.Contains("Repository:DefaultReplicas is 5000; allowed: an integer from 1 to 1024.", failure.Failures);
        Assert.Contains("Repository:Gpus is -1; allowed: an integer from 0 to 64.", failure.Failures);
        Assert.Contains(failure.Failures, mistake => mistake.StartsWith("Repository:Path is '/no/such/place'; allowed: a directory that exists", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_relative_path_is_told_with_what_it_stands_for()
    {
        using var host = Host(("Path", "no-such-place"));

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains($"(that is '{Path.GetFullPath("no-such-place")}')", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_repository_is_scanned_before_other_services_start()
    {
        using var repository = new TemporaryRepository().With("a/1/model.pt");
        using var host = Host(("Path", repository.Root));

        await host.StartAsync();
        repository.With("b/1/model.pt");

        Assert.Equal("a", Assert.Single(host.Services.GetRequiredService<IModelCatalog>().Entries).Id.Model);
        await host.StopAsync();
    }

    private static IHost Host(params (string Key, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>($"Repository:{setting.Key}", setting.Value)));
        builder.Services.AddModelRepository();
        return builder.Build();
    }
}
