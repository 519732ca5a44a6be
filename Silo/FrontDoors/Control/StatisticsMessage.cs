using OrleansInference.Protocol;
using OrleansInference.Replicas;

namespace OrleansInference.FrontDoors;

/// <summary>Triton's message of statistics. There is no response cache, so its counts stay zero.</summary>
internal static class StatisticsMessage
{
    public static ModelStatisticsResponse Of(IEnumerable<Routing.ModelStatistics> models) => new() { ModelStats = { models.Select(Of) } };

    private static ModelStatistics Of(Routing.ModelStatistics model)
    {
        var totals = model.Totals;
        return new ModelStatistics
        {
            Name = model.Id.Model,
            Version = model.Id.Version.ToString(),
            LastInference = (ulong)(totals.LastRequest?.ToUnixTimeMilliseconds() ?? 0),
            InferenceCount = (ulong)totals.Items,
            ExecutionCount = (ulong)totals.Passes,
            InferenceStats = new InferStatistics
            {
                Success = Of(totals.Success),
                Fail = Of(totals.Fail),
                Queue = Of(totals.Queue),
                ComputeInput = Of(totals.Input),
                ComputeInfer = Of(totals.Infer),
                ComputeOutput = Of(totals.Output),
                CacheHit = new StatisticDuration(),
                CacheMiss = new StatisticDuration(),
            },
            BatchStats =
            {
                totals.BatchSizes.Select(size => new InferBatchStatistics
                {
                    BatchSize = (ulong)size.Items,
                    ComputeInput = Of(size.Input),
                    ComputeInfer = Of(size.Infer),
                    ComputeOutput = Of(size.Output),
                }),
            },
        };
    }

    // A clock that was set back must not make a huge number of it.
    private static StatisticDuration Of(DurationSum sum) => new() { Count = (ulong)sum.Count, Ns = (ulong)Math.Max(0, sum.Total.Ticks * TimeSpan.NanosecondsPerTick) };
}
