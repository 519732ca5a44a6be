using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansInference.Control;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Ensembles;

/// <summary>Sums up what every silo has done of each ensemble. A silo that does not answer within a second is left out.</summary>
internal sealed partial class EnsembleStatistics(EnsembleTable ensembles, ControlTransport transport, TimeProvider time, ILogger<EnsembleStatistics> logger)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    /// <summary>What this silo has done, ordered by name, then version.</summary>
    public ImmutableArray<EnsembleTotals> Own => [.. ensembles.All.Select(ensemble => new EnsembleTotals(ensemble.Pool.Model, ensemble.Own.Totals!))];

    /// <summary>By model version, ordered by name, then version.</summary>
    /// <param name="model">Null for every ensemble.</param>
    /// <param name="version">Null for every version.</param>
    public async Task<ImmutableArray<ModelStatistics>> Read(string? model, long? version)
    {
        if (!ensembles.All.Any(ensemble => IsMeant(ensemble.Pool.Model))) return [];
        var silos = await Task.WhenAll(transport.ActiveSilos().Select(Ask));
        return [.. silos.SelectMany(totals => totals)
            .Where(totals => IsMeant(totals.Id))
            .GroupBy(totals => totals.Id)
            .OrderBy(totals => totals.Key.Model, StringComparer.Ordinal).ThenBy(totals => totals.Key.Version)
            .Select(totals => new ModelStatistics(totals.Key, PoolStatistics.Sum([.. totals.Select(each => each.Totals)])))];

        bool IsMeant(ModelVersion id) => (model is null || id.Model == model) && (version is null || id.Version == version);
    }

    private async Task<ImmutableArray<EnsembleTotals>> Ask(SiloAddress silo)
    {
        if (silo.Equals(transport.OwnSilo)) return Own;
        try
        {
            return await transport.ControlOf(silo).Ensembles().WaitAsync(AnswerTimeout, time);
        }
        catch (Exception exception)
        {
            LogSilent(silo, exception.Message);
            return [];
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Silo {Silo} did not tell its ensembles' statistics: {Reason}")]
    private partial void LogSilent(SiloAddress silo, string reason);
}
