using System.Text.Json;

namespace OrleansInference.Bench.Limit;

public sealed class AccountingTests
{
    [Fact]
    public void A_name_may_hold_parentheses_and_spaces()
    {
        var (group, own, children) = ProcessCpu.Parse("42 (a) R (b) c) S 1 77 40 0 -1 0 0 0 0 0 150 50 20 5 20 0 8 0");
        Assert.Equal(77, group);
        Assert.Equal(TimeSpan.FromSeconds(2), own);
        Assert.Equal(TimeSpan.FromSeconds(0.25), children);
    }

    [Fact]
    public void Work_shows_in_the_process_and_in_its_group_alone()
    {
        var before = ProcessCpu.Of(Environment.ProcessId);
        while (ProcessCpu.Of(Environment.ProcessId) - before < TimeSpan.FromMilliseconds(50))
        {
        }

        var (group, _, _) = ProcessCpu.Parse(File.ReadAllText("/proc/self/stat"));
        Assert.True(ProcessCpu.OfGroup(group) >= before + TimeSpan.FromMilliseconds(50));
        Assert.Equal(TimeSpan.Zero, ProcessCpu.OfGroup(int.MaxValue));
    }

    [Fact]
    public void H2load_is_understood()
    {
        var result = H2Load.Parse(
            """
            finished in 2.01s, 51234.50 req/s, 2.41MB/s
            requests: 102980 total, 103044 started, 102980 done, 102969 succeeded, 0 failed, 0 errored, 0 timeout
            """);
        Assert.Equal((51234.5, 102969), (result.RequestsPerSecond, result.Requests));
    }

    [Fact]
    public void Statistics_are_differences()
    {
        var done = Statistics(40, 3, (1, 10), (8, 5)).Since(Statistics(10, 1, (1, 4)));
        Assert.Equal((30, 2), (done.Succeeded, done.Failed));
        Assert.Equal(6, done.Passes[1]);
        Assert.Equal(5, done.Passes[8]);
        Assert.Equal(46.0 / 11, done.MeanBatch, tolerance: 1e-9);
    }

    private static ServerStatistics Statistics(int succeeded, int failed, params (int Size, int Passes)[] passes)
    {
        var sizes = string.Join(',', passes.Select(pass => $$"""{ "batch_size": "{{pass.Size}}", "compute_infer": { "count": "{{pass.Passes}}", "ns": "9" } }"""));
        using var json = JsonDocument.Parse(
            $$"""
            { "model_stats": [ {
              "name": "m",
              "inference_stats": { "success": { "count": "{{succeeded}}" }, "fail": { "count": {{failed}} } },
              "batch_stats": [ {{sizes}} ]
            } ] }
            """);
        return ServerStatistics.Parse(json.RootElement);
    }
}
