using System.Globalization;

namespace OrleansInference.Bench;

/// <summary>One run of one way.</summary>
/// <param name="Result">What the client saw.</param>
/// <param name="LateMicroseconds">How late service times ended, on average.</param>
internal sealed record RoutingRun(LoadResult Result, double LateMicroseconds)
{
    // A body without JSON: all of it is the one input's data.
    private const string RawBody = "Inference-Header-Content-Length: 0";

    private static readonly HttpClient Http = new();

    /// <param name="way">Whom to load.</param>
    /// <param name="plan">How.</param>
    /// <param name="schedule">The lengths of requests, in order.</param>
    /// <param name="deadline">After which an answer is of no use: the request says so, and its caller goes. Null for none.</param>
    public static async Task<RoutingRun> RunAsync(RoutingWay way, LoadPlan plan, RequestSchedule schedule, TimeSpan? deadline = null)
    {
        string[] headers = deadline is { } limit ? [RawBody, $"Inference-Timeout-Microseconds: {limit.TotalMicroseconds:F0}"] : [RawBody];
        byte[][] bodies = [new byte[schedule.Mix.ShortElements * sizeof(float)], new byte[schedule.Mix.LongElements * sizeof(float)]];
        var target = HttpTarget.Create(way.Infer, bodies, headers, [.. schedule.IsLong.Select(isLong => isLong ? 1 : 0)]);
        await LatenessAsync(way); // begins anew
        var result = LoadRun.Run(plan, () => new HttpConnection(target, deadline ?? plan.Timeout), new SystemLoadClock());
        return new RoutingRun(result, await LatenessAsync(way));
    }

    private static async Task<double> LatenessAsync(RoutingWay way) =>
        double.Parse((await Http.GetStringAsync(way.Lateness)).Split(' ')[0], CultureInfo.InvariantCulture);
}
