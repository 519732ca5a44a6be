using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrleansInference.Control;
using OrleansInference.Repository;

namespace OrleansInference.Tests.Repository;

public sealed class RepositoryOptionsTests
{
    [Fact]
    public async Task All_mistakes_are_told_at_once_with_key_value_and_what_is_allowed()
    {
        using var host = Host(("Path", "/no/such/place"), ("ThreadsPerReplica", "0"), ("DefaultReplicas", "5000"), ("Gpus", "-1"),
            ("MaxBatchBytes", "0"), ("MaxQueueBytes", "1099511627777"));

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(6, failure.Failures.Count());
        Assert.Contains("Repository:ThreadsPerReplica is 0; allowed: an integer from 1 to 1024.", failure.Failures);
        Assert.Contains("Repository:DefaultReplicas is 5000; allowed: an integer from 1 to 1024.", failure.Failures);
        Assert.Contains("Repository:Gpus is -1; allowed: an integer from 0 to 64.", failure.Failures);
        Assert.Contains("Repository:MaxBatchBytes is 0; allowed: an integer from 1 to 1099511627776.", failure.Failures);
        Assert.Contains("Repository:MaxQueueBytes is 1099511627777; allowed: an integer from 1 to 1099511627776.", failure.Failures);
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
    public async Task Models_to_load_at_the_start_need_the_mode_that_loads_on_demand()
    {
        using var repository = new TemporaryRepository();
        using var wrongMode = Host(("Path", repository.Root), ("Load", "a"));
        using var wrongName = Host(("Path", repository.Root), ("Mode", "explicit"), ("Load", "a, b c"));
        using var host = Host(("Path", repository.Root), ("Mode", "explicit"), ("Load", "a, b,,a"));

        Assert.Contains("Repository:Load is 'a'; allowed: nothing, unless Repository:Mode is Explicit.",
            (await Assert.ThrowsAsync<OptionsValidationException>(() => wrongMode.StartAsync())).Message, StringComparison.Ordinal);
        Assert.Contains("Repository:Load is 'a, b c'; allowed: names of models with commas between them",
            (await Assert.ThrowsAsync<OptionsValidationException>(() => wrongName.StartAsync())).Message, StringComparison.Ordinal);
        await host.StartAsync();
        Assert.Equal(["a", "b"], host.Services.GetRequiredService<ControlSpec>().AtStart.ToArray());
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
