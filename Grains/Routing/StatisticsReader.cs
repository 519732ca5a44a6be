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
