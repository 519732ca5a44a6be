using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>A silo is to keep so many replicas of a version.</summary>
internal readonly record struct PoolResize(SiloAddress Silo, ModelVersion Model, int Replicas);
