using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Client;

/// <summary>
/// A server of models, whichever way it is reached: <see cref="HttpInferenceClient"/>, <see cref="GrpcInferenceClient"/> or
/// <see cref="OrleansInferenceClient"/>. Safe for use by several callers at once.
/// </summary>
/// <remarks>
/// Every call throws <see cref="InferenceException"/> where the server answers with an error or can't be reached, and
/// <see cref="OperationCanceledException"/> where its token is cancelled, which also ends the work on the server.
/// </remarks>
public interface IInferenceClient : IDisposable
{
    /// <summary>
    /// Runs one request. <see cref="InferenceRequest.TimeLeft"/> bounds the call here and on the server, which drops the work when it has
    /// passed. Inputs are read until the call has ended; outputs stay valid as long as they are referred to.
    /// </summary>
    Task<InferenceResponse> InferAsync(InferenceRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs one request and has the server pick the <paramref name="classes"/> largest elements of each of the
    /// <see cref="InferenceRequest.RequestedOutputs"/>, of which there must be one at least. They come as
    /// <see cref="Models.TensorDataType.Bytes"/> of shape [batch, classes], to be read with
    /// <see cref="InferenceTensorExtensions.Classifications"/>.
    /// </summary>
    Task<InferenceResponse> ClassifyAsync(InferenceRequest request, int classes, CancellationToken cancellationToken = default);

    /// <summary>The inputs and outputs of a model; <paramref name="version"/> null leaves the choice to the server.</summary>
    Task<ModelMetadata> GetModelAsync(string model, long? version = null, CancellationToken cancellationToken = default);

    /// <summary>Every model version of the server's repository, with its state.</summary>
    Task<ImmutableArray<ModelIndexEntry>> ListModelsAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether the server takes requests.</summary>
    Task<bool> IsReadyAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether a model takes requests; false also where there is no such model.</summary>
    Task<bool> IsModelReadyAsync(string model, long? version = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Loads a model of the server's repository, or loads it again; returns once it is ready. A failure is an
    /// <see cref="InferenceException"/> with the reason.
    /// </summary>
    Task LoadModelAsync(string model, CancellationToken cancellationToken = default);

    /// <summary>Takes a model out of service.</summary>
    Task UnloadModelAsync(string model, CancellationToken cancellationToken = default);
}
