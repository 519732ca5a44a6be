using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing;

/// <summary>The silo's own way to every pool of the cluster. What front doors call.</summary>
public interface IDispatcher
{
    /// <summary>
    /// Runs a request to its one outcome. Expected failures are faults in the outcome; cancelling gives
    /// <see cref="FaultKind.Cancelled"/>. Input memory may be reused once the task has ended, unless the outcome is
    /// <see cref="FaultKind.Cancelled"/>, <see cref="FaultKind.DeadlineExceeded"/> or <see cref="FaultKind.Unavailable"/>, or says
    /// <see cref="InferenceOutcome.InputsInUse"/>: then a replica may still be reading it, so leave it to the garbage collector.
    /// </summary>
    ValueTask<InferenceOutcome> InferAsync(InferenceRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// The model version that a request for <paramref name="model"/> and <paramref name="version"/> (null: the server's choice, the
    /// one that gets most of the traffic) would run on; null where the repository has none.
    /// </summary>
    ValueTask<ModelStatus?> DescribeAsync(string model, long? version, CancellationToken cancellationToken);

    /// <summary>
    /// The version for one request that leaves the choice to the server, where several share the model's traffic; else
    /// <paramref name="described"/> itself. Called once for each request.
    /// </summary>
    /// <param name="described">From <see cref="DescribeAsync"/> without a version.</param>
    /// <param name="parameters">The request's: one of them may decide (<see cref="TrafficSpec.StickyKey"/>).</param>
    ModelStatus Choose(ModelStatus described, ImmutableDictionary<string, ParameterValue> parameters);

    /// <summary>
    /// What the pools of every loaded version have done, on all silos, or of those that <paramref name="model"/> and
    /// <paramref name="version"/> name; ordered by name, then version. Counts begin anew with each load.
    /// </summary>
    ValueTask<ImmutableArray<ModelStatistics>> StatisticsAsync(string? model, long? version, CancellationToken cancellationToken);

    /// <summary>
    /// The versions that have pools, with what those on this silo do and have done, and what waits or has ended in its dispatcher; ordered by name, then version.
    /// </summary>
    ValueTask<ImmutableArray<SiloModel>> OwnSiloAsync(CancellationToken cancellationToken);

    /// <summary>What came of the copies that this silo has sent to shadow versions; ordered by name, then version.</summary>
    ImmutableArray<ShadowStatistics> OwnShadows { get; }

    /// <summary>Every version of the catalog with its state, ordered by name, then version.</summary>
    ValueTask<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken);
}
