using System.Diagnostics;
using OrleansInference.Embedded.Tests.Grains;
using Xunit.Abstractions;

namespace OrleansInference.Embedded.Tests.Calls;

public sealed class CallCostTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Same_silo_calls_are_measured()
    {
        await using var cluster = new InProcessTestClusterBuilder(1).Build();
        await cluster.DeployAsync();
        var grain = cluster.GetSiloServiceProvider().GetRequiredService<IGrainFactory>().GetGrain<IEchoGrain>("cost");
        for (var i = 0; i < 50_000; i++) await grain.Nothing();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 200_000; i++) await grain.Nothing();
        output.WriteLine($"{watch.Elapsed.TotalMicroseconds / 200_000:F2} µs a call");
    }
}
