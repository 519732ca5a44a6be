using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Ensembles;

/// <summary>What a silo has done of an ensemble version since it was loaded. It has no queue: all of a request's time counts as its computation.</summary>
[GenerateSerializer, Immutable, Alias("oi.EnsembleTotals")]
public sealed record EnsembleTotals([property: Id(0)] ModelVersion Id, [property: Id(1)] PoolStatistics Totals);
