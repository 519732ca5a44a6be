using OrleansInference.Engine.Tests.Grains;
using OrleansInference.Simulation;

namespace OrleansInference.Embedded.Tests.Simulation;

public sealed class ReplayTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(77)]
    public void One_seed_gives_one_trace(int seed) => Assert.Equal(RunOnce(seed), RunOnce(seed));

    [Fact]
    public void Different_seeds_give_different_traces() =>
        Assert.Equal(10, Enumerable.Range(0, 10).Select(RunOnce).Distinct().Count());

    private static string RunOnce(int seed)
    {
        using var cluster = new SimulatedCluster(seed);
        for (var i = 0; i < 3; i++) cluster.AddSilo(_ => { });
        cluster.Run(async () =>
        {
            var calls = Enumerable.Range(0, 50).Select(i => cluster.Client.GetGrain<IEchoGrain>($"grain-{i % 7}").Echo($"text {i}")).ToArray();
            Assert.Equal("text 3", (await Task.WhenAll(calls))[3]);
            cluster.CrashSilo(cluster.Silos[1]);
            await Task.Delay(TimeSpan.FromSeconds(20), cluster.TimeProvider);
            for (var i = 0; i < 7; i++) await cluster.Client.GetGrain<IEchoGrain>($"grain-{i}").Nothing();
        });
        return $"{cluster}";
    }
}
