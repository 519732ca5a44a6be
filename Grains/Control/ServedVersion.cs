using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Control;

/// <summary>A version in service on a silo.</summary>
internal sealed record ServedVersion(PoolKey Pool, ModelSpec Spec, Fingerprint Files);
