using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Inference;

/// <summary>The Orleans door: what the gRPC and HTTP doors do, as grain calls on the silo that the caller is connected to. Key 0.</summary>
[Alias("oi.IInferenceGrain")]
public interface IInferenceGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Checks a request as every door does and runs it. Where <paramref name="classes"/> is more than 0, each requested output is replaced
    /// by its highest values (Triton's classification extension). Cancelling gives <see cref="FaultKind.Cancelled"/>.
    /// </summary>
    [Alias("Infer"), ResponseTimeout("1.00:00:00")]
    Task<InferenceOutcome> Infer(InferenceRequest request, int classes, CancellationToken cancellationToken);

    /// <summary>The model version that a request would run on; null where there is none.</summary>
    [Alias("Describe")]
    Task<RepositoryModel?> Describe(string model, long? version);

    /// <summary>Every model version of the repository.</summary>
    [Alias("List")]
    Task<ImmutableArray<RepositoryModel>> List();

    /// <summary>Loads or reloads a model on every silo, and returns once it is served; the fault says why it is not.</summary>
    [Alias("Load"), ResponseTimeout("1.00:00:00")]
    Task<InferenceFault?> Load(string model, CancellationToken cancellationToken);

    /// <summary>Takes a model out of service on every silo.</summary>
    [Alias("Unload"), ResponseTimeout("1.00:00:00")]
    Task<InferenceFault?> Unload(string model, CancellationToken cancellationToken);

    /// <summary>How a model's traffic is spread; null where there is no such model.</summary>
    [Alias("Traffic")]
    Task<TrafficStatus?> Traffic(string model, CancellationToken cancellationToken);

    /// <summary>Changes it on every silo; the fault says everything that is wrong.</summary>
    [Alias("ChangeTraffic")]
    Task<InferenceFault?> ChangeTraffic(string model, TrafficChange change, CancellationToken cancellationToken);

    /// <summary>Gives all of it to one version, which has to be ready.</summary>
    [Alias("Promote")]
    Task<InferenceFault?> Promote(string model, long version, CancellationToken cancellationToken);

    /// <summary>Changes it back to what it was before the last change.</summary>
    [Alias("RollBack")]
    Task<InferenceFault?> RollBack(string model, CancellationToken cancellationToken);
}
