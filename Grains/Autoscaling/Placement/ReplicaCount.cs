using OrleansInference.Models;

namespace OrleansInference.Autoscaling.Placement;

/// <summary>Replicas of a version on one silo, over all revisions of its pool.</summary>
/// <param name="Ready">They run batches.</param>
/// <param name="Loading">They will.</param>
internal readonly record struct ReplicaCount(ModelVersion Model, int Ready, int Loading);
