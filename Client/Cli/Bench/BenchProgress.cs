using Spectre.Console;

namespace OrleansInference.Cli.Bench;

/// <summary>Shows on a terminal how far a run is; nothing elsewhere.</summary>
internal sealed class BenchProgress(IAnsiConsole console, LoadPlan plan)
{
    /// <summary>Runs and shows.</summary>
    /// <param name="run">Blocks; is given what to call with the progress, or null where nobody looks.</param>
    public async Task<LoadResult> ShowAsync(Func<Action<LoadProgress>?, LoadResult> run)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
            return await Task.Run(() => run(null));
        return await console.Live(new Text("")).AutoClear(true).StartAsync(live => Task.Run(() => run(progress =>
        {
            live.UpdateTarget(Render(progress));
            live.Refresh();
        })));
    }

    /// <summary>One line, cut at the terminal's edge: a bar of the time or the requests, what was answered, how fast, and what failed.</summary>
    private Markup Render(LoadProgress progress)
    {
        const int BarWidth = 10;
        var share = plan.MostRequests == long.MaxValue
            ? progress.Elapsed / (plan.WarmUp + plan.Duration) : (double)(progress.Latency.Count + progress.Failed) / plan.MostRequests;
        var full = (int)(Math.Clamp(share, 0, 1) * BarWidth);
        var bar = $"[blue]{new string('━', full)}[/][dim]{new string('━', BarWidth - full)}[/] {progress.Elapsed.TotalSeconds:F0} s  ";
        return new Markup(bar + (progress.IsWarmUp ? "warming up" : Figures(progress))) { Overflow = Overflow.Crop };
    }

    private string Figures(LoadProgress progress)
    {
        var seconds = Math.Max(0.001, (progress.Elapsed - plan.WarmUp).TotalSeconds);
        var failed = progress.Failed > 0 ? $"  [red]{progress.Failed} failed[/]" : "";
        return $"{progress.Latency.Count / seconds:F0}/s{failed}  p50 {DurationText.Of(progress.Latency.Percentile(0.5))}"
            + $"  p99 {DurationText.Of(progress.Latency.Percentile(0.99))}  {progress.Latency.Count} answered";
    }
}
