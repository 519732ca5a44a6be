using System.Diagnostics;
using Microsoft.Extensions.Options;
using OrleansInference.FrontDoors;
using OrleansInference.Hosting.Clustering;
using OrleansInference.Replicas;
using OrleansInference.Routing;
using OrleansInference.Torch;

namespace OrleansInference.Hosting;

/// <summary>Tells the person at the console what runs here, each model as it becomes ready or fails, and when all are.</summary>
internal sealed class Banner(
    DoorAddresses doors, IDispatcher dispatcher, AccessSummary access, IOptions<SiloClusterOptions> cluster, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        try
        {
            await started.Task.WaitAsync(stoppingToken);
            Header();
            await FollowModels(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Stopped before every model was loaded.
        }
    }

    private void Header()
    {
        Line("engine", BuildFacts.Engine);
        if (BuildFacts.GrainEngine == "Orleans") Line("cluster", cluster.Value.Describe());
        var torch = TorchEnvironment.Describe();
        Line("torch", $"{torch.Binding} {torch.Version}");
        Line("devices", string.Join(", ", torch.Devices));
        if (torch.Warning is { } warning) Line("warning", warning);
        foreach (var (door, address) in doors.All) Line("door", $"{door} {address}");
        Line("access", access.ToString());
        lifetime.ApplicationStopping.Register(() => Line("stopping", "finishes what has been admitted; Ctrl-C again ends at once"));
    }

    private async Task FollowModels(CancellationToken stoppingToken)
    {
        var progress = new ModelProgress();
        using var look = new PeriodicTimer(LookInterval, time);
        while (true)
        {
            var models = await dispatcher.ListAsync(stoppingToken);
            foreach (var line in progress.Next(models)) Line("model", line);
            if (models.All(model => model.State != PoolState.Loading)) break;
            await look.WaitForNextTickAsync(stoppingToken);
        }
        using var process = Process.GetCurrentProcess();
        var elapsed = time.GetUtcNow().UtcDateTime - process.StartTime.ToUniversalTime();
        Line("ready", $"{progress.Ready} of {progress.Ready + progress.Failed} model versions, {elapsed.TotalSeconds:0.0} s after the start");
    }

    private static void Line(string subject, string text) => Console.WriteLine($"{subject,-9} {text}");
}
