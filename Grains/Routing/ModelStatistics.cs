using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>What all pools of a model version have done since they were started.</summary>
public sealed record ModelStatistics(ModelVersion Id, PoolStatistics Totals);
