using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>Asks pools what they have done. One that does not answer within a second is left out.</summary>
internal sealed partial class StatisticsReader(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    /// <summary>By model version, ordered by name, then version.</summary>
    public async Task<ImmutableArray<ModelStatistics>> Read(IEnumerable<PoolRoute> pools)
    {
        var answers = await Task.WhenAll(pools.Select(async pool => (pool.Key.Model, Statistics: await Ask(pool))));
        return [.. answers
            .Where(answer => answer.Statistics is not null)
            .GroupBy(answer => answer.Model)
            .OrderBy(model => model.Key.Model, StringComparer.Ordinal).ThenBy(model => model.Key.Version)
            .Select(model => new ModelStatistics(model.Key, PoolStatistics.Sum([.. model.Select(answer => answer.Statistics!)])))];
    }

    /// <summary>The pools of one silo, by model version, ordered by name, then version.</summary>
    public async Task<ImmutableArray<SiloModel>> ReadSilo(IEnumerable<RouteEntry> pools)
    {
        var answers = await Task.WhenAll(pools.Select(async pool => (pool.Report, Statistics: await Ask(pool.Route))));
        return [.. answers
            .GroupBy(answer => answer.Report.Pool.Model)
            .OrderBy(model => model.Key.Model, StringComparer.Ordinal).ThenBy(model => model.Key.Version)
            .Select(model => new SiloModel(
                model.Key,
                model.Sum(answer => answer.Report.QueueDepth), model.Sum(answer => answer.Report.ReadyReplicas), model.Sum(answer => answer.Report.LoadingReplicas),
                // Of all or of none: a count that leaves out a pool for once would look like one that began anew.
                model.All(answer => answer.Statistics is not null) ? PoolStatistics.Sum([.. model.Select(answer => answer.Statistics!)]) : null))];
    }

    private async Task<PoolStatistics?> Ask(PoolRoute pool)
    {
        try
        {
            return await pool.Pool.Statistics().WaitAsync(AnswerTimeout, time);
        }
        catch (Exception exception)
        {
            LogSilent(pool.Key, exception.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Pool} did not tell its statistics: {Reason}")]
    private partial void LogSilent(PoolKey pool, string reason);
}
