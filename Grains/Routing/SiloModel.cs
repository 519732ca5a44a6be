using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>What a silo's own pools of a model version have to do, and have done.</summary>
/// <param name="Id">The model version.</param>
/// <param name="QueueDepth">Requests queued or running, those that wait in the dispatcher included.</param>
/// <param name="ReadyReplicas">Those that serve.</param>
/// <param name="LoadingReplicas">Those on their way.</param>
/// <param name="Totals">Null where a pool did not tell within a second.</param>
public sealed record SiloModel(ModelVersion Id, int QueueDepth, int ReadyReplicas, int LoadingReplicas, PoolStatistics? Totals);
