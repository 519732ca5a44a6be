using OrleansInference.Inference;

namespace OrleansInference.Replicas;

internal static class ReplicaPoolExtensions
{
    /// <summary>A request that has no other place to go to.</summary>
    public static async Task<InferenceOutcome> Infer(this ReplicaPool pool, InferenceRequest request, CancellationToken cancellationToken) =>
        (await pool.Infer(request, null, cancellationToken)).Outcome!;
}
