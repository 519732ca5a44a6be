using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OrleansInference.Client.Connections;
using OrleansInference.Client.Grpc;
using OrleansInference.Client.Wire;
using OrleansInference.Inference;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.Client;

/// <summary>
/// A server of the Open Inference Protocol (V2) over gRPC, this one or another. Tensors travel as raw contents: written from where they
/// lie, and read into the memory that the outputs are views of. <see cref="InferenceRequest.TimeLeft"/> travels as
/// <c>grpc-timeout</c>; cancelling resets the call's stream.
/// </summary>
public sealed class GrpcInferenceClient : IInferenceClient
{
    private readonly HttpClient _http;
    private readonly GrpcCaller _caller;
    private readonly bool _compress;
    private readonly bool _ownsHttp;

    /// <summary>
    /// Connects with connections of its own: to a server without TLS by <c>http://host:port</c> or <c>grpc://host:port</c>, with TLS by
    /// <c>https</c> or <c>grpcs</c>.
    /// </summary>
    public GrpcInferenceClient(Uri server)
        : this(new InferenceClientOptions { Address = server })
    {
    }

    internal GrpcInferenceClient(InferenceClientOptions options, TimeProvider? time = null)
        : this(HttpConnections.Create(options), options.Compress, options.MaxMessageBytes, time) => _ownsHttp = true;

    /// <summary>Uses <paramref name="http"/>, which stays its owner's: its <see cref="HttpClient.BaseAddress"/> is the server.</summary>
    /// <param name="http">Must be able to speak HTTP/2.</param>
    /// <param name="compress">Whether requests go out with gzip. Answers are read either way.</param>
    /// <param name="maxMessageBytes">The largest message taken from the server.</param>
    /// <param name="time">The clock of deadlines; the system's by default.</param>
    public GrpcInferenceClient(HttpClient http, bool compress = false, int maxMessageBytes = int.MaxValue, TimeProvider? time = null)
    {
        if (http.BaseAddress is null)
            throw new ArgumentException("The client needs a BaseAddress: the server.", nameof(http));
        _http = http;
        _compress = compress;
        _caller = new GrpcCaller(http, Math.Min(maxMessageBytes, Array.MaxLength), time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public Task<InferenceResponse> InferAsync(InferenceRequest request, CancellationToken cancellationToken = default) =>
        InferAsync(request, classes: 0, cancellationToken);

    /// <inheritdoc/>
    public Task<InferenceResponse> ClassifyAsync(InferenceRequest request, int classes, CancellationToken cancellationToken = default)
    {
        ClassificationArguments.Require(request, classes);
        return InferAsync(request, classes, cancellationToken);
    }

    /// <summary>
    /// Sends requests as they come over one call, and gives outcomes as they come; the server may answer them in another order, so
    /// tell them apart by <see cref="InferenceRequest.RequestId"/>. Leaving the enumeration cancels what is still open.
    /// </summary>
    /// <exception cref="InferenceException">The call as a whole failed: the server went away, or refuses it.</exception>
    public async IAsyncEnumerable<StreamedOutcome> InferStreamAsync(
        IAsyncEnumerable<InferenceRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var content = new InferContent(RequestMessages.Of(requests, leaving.Token), _compress);
        using var call = new InferStreamCall(_caller, content);
        try
        {
            while (await call.ReadAsync(leaving.Token) is { } outcome)
                yield return outcome;
        }
        finally
        {
            await leaving.CancelAsync();
        }
    }

    /// <inheritdoc/>
    public async Task<ModelMetadata> GetModelAsync(string model, long? version = null, CancellationToken cancellationToken = default) =>
        MetadataMessages.Of(await _caller.CallAsync(
            "ModelMetadata", new ModelMetadataRequest { Name = model, Version = Text(version) }, ModelMetadataResponse.Parser, cancellationToken));

    /// <inheritdoc/>
    public async Task<ImmutableArray<ModelIndexEntry>> ListModelsAsync(CancellationToken cancellationToken = default) =>
        MetadataMessages.Of(await _caller.CallAsync(
            "RepositoryIndex", new RepositoryIndexRequest(), RepositoryIndexResponse.Parser, cancellationToken));

    /// <inheritdoc/>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken = default) =>
        (await _caller.CallAsync("ServerReady", new ServerReadyRequest(), ServerReadyResponse.Parser, cancellationToken)).Ready;

    /// <inheritdoc/>
    public async Task<bool> IsModelReadyAsync(string model, long? version = null, CancellationToken cancellationToken = default)
    {
        try
        {
            var question = new ModelReadyRequest { Name = model, Version = Text(version) };
            return (await _caller.CallAsync("ModelReady", question, ModelReadyResponse.Parser, cancellationToken)).Ready;
        }
        catch (InferenceException exception) when (exception.Kind == FaultKind.UnknownModel)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public Task LoadModelAsync(string model, CancellationToken cancellationToken = default) => _caller.CallAsync(
        "RepositoryModelLoad", new RepositoryModelLoadRequest { ModelName = model }, RepositoryModelLoadResponse.Parser, cancellationToken);

    /// <inheritdoc/>
    public Task UnloadModelAsync(string model, CancellationToken cancellationToken = default) => _caller.CallAsync(
        "RepositoryModelUnload", new RepositoryModelUnloadRequest { ModelName = model }, RepositoryModelUnloadResponse.Parser, cancellationToken);

    public void Dispose()
    {
        if (_ownsHttp)
            _http.Dispose();
    }

    private async Task<InferenceResponse> InferAsync(InferenceRequest request, int classes, CancellationToken cancellationToken)
    {
        using var content = new InferContent(RequestMessages.Of(request, classes, withTimeout: false), _compress);
        var bytes = await _caller.CallAsync("ModelInfer", content, request.TimeLeft, cancellationToken);
        return InferReader.ReadResponse(new ReadOnlySequence<byte>(bytes), null, out var message) is { } error
            ? throw OutputTensor.Violation(error)
            : ResponseMessages.Of(message!);
    }

    private static string Text(long? version) => version?.ToString() ?? "";
}
