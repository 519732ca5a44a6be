using OrleansInference.Serving;

namespace OrleansInference.Drills.Drilling;

/// <summary>One drill in short: that drills work, and that a cluster of processes survives a kill. How soon is for <c>tests/Drills/run</c> to tell.</summary>
public sealed class SmokeTests : IDisposable
{
    private readonly DirectoryInfo _logs = Directory.CreateTempSubdirectory("drill-");

    [RedisFact]
    public async Task A_killed_door_costs_a_caller_with_two_addresses_no_request()
    {
        var drill = DrillList.All.Single(drill => drill.Name == "door-killed");

        var report = await DrillRunner.RunAsync(drill, new DrillOptions
        {
            Phase = TimeSpan.FromSeconds(4), RequestsPerSecond = 50, Deadline = TimeSpan.FromSeconds(10), FirstPort = 26100,
            Server = Path.Combine(AppContext.BaseDirectory, "OrleansInference.Silo.dll"), Models = Path.Combine(AppContext.BaseDirectory, "models", "repository"),
            Logs = _logs.FullName,
        });

        Assert.Empty(report.Errors());
        Assert.True(report.Moved > 0);
        Assert.Equal((report.Sent, 0, 0L, 0), (report.Answered, report.Stuck, report.LeftOver, report.DoubleLoads));
    }

    public void Dispose() => _logs.Delete(recursive: true);
}
