using System.Collections.Immutable;
using System.Net.Http.Headers;
using OrleansInference.Client.Wire;
using OrleansInference.Inference;

namespace OrleansInference.Client;

/// <summary>
/// A server of the Open Inference Protocol (V2) over HTTP, this one or another. Tensors travel by the binary extension, without a
/// copy on this side. Safe for use by several callers at once. Every call throws <see cref="InferenceException"/> where
/// the server answers with an error or can't be reached, and <see cref="OperationCanceledException"/> where its token is cancelled.
/// </summary>
public sealed class HttpInferenceClient : IDisposable
{
    private const string TimeoutHeader = "Inference-Timeout-Microseconds";
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly bool _ownsHttp;

    /// <summary>Connects to <paramref name="server"/>, such as <c>http://127.0.0.1:8000</c>, with connections of its own.</summary>
    public HttpInferenceClient(Uri server)
        : this(new HttpClient { BaseAddress = AsFolder(server), Timeout = Timeout.InfiniteTimeSpan }) => _ownsHttp = true;

    /// <summary>Uses <paramref name="http"/>, which stays its owner's: its <see cref="HttpClient.BaseAddress"/> is the server.</summary>
    public HttpInferenceClient(HttpClient http, TimeProvider? time = null)
    {
        if (http.BaseAddress is null)
            throw new ArgumentException("The client needs a BaseAddress: the server.", nameof(http));
        (_http, _time) = (http, time ?? TimeProvider.System);
    }

    /// <summary>The inputs and outputs of a model; <paramref name="version"/> null leaves the choice to the server.</summary>
    public async Task<ModelMetadata> GetModelAsync(string model, long? version = null, CancellationToken cancellationToken = default) =>
        MetadataReader.ReadModel(await SendAsync(HttpMethod.Get, ModelPath(model, version), null, null, cancellationToken));

    /// <summary>Every model version of the server's repository, with its state.</summary>
    public async Task<ImmutableArray<ModelIndexEntry>> ListModelsAsync(CancellationToken cancellationToken = default)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray()) { Headers = { ContentType = Json } };
        return MetadataReader.ReadIndex(await SendAsync(HttpMethod.Post, "v2/repository/index", content, null, cancellationToken));
    }

    /// <summary>
    /// Loads a model of the server's repository, or loads it again; returns once it is ready. A failure is an
    /// <see cref="InferenceException"/> with the reason.
    /// </summary>
    public Task LoadModelAsync(string model, CancellationToken cancellationToken = default) => ControlAsync(model, "load", cancellationToken);

    /// <summary>Takes a model out of service.</summary>
    public Task UnloadModelAsync(string model, CancellationToken cancellationToken = default) => ControlAsync(model, "unload", cancellationToken);

    /// <summary>
    /// Runs one request. <see cref="InferenceRequest.TimeLeft"/> bounds the call here and, as the <c>timeout</c> parameter, on
    /// the server. The outputs are views over the answer's body.
    /// </summary>
    public Task<InferenceResponse> InferAsync(InferenceRequest request, CancellationToken cancellationToken = default) =>
        InferAsync(request, classes: 0, cancellationToken);

    /// <summary>
    /// Runs one request and has the server pick the <paramref name="classes"/> largest elements of each of the
    /// <see cref="InferenceRequest.RequestedOutputs"/>, of which there must be one at least. They come as
    /// <see cref="Models.TensorDataType.Bytes"/> of shape [batch, classes], to be read with
    /// <see cref="InferenceTensorExtensions.Classifications"/>.
    /// </summary>
    public Task<InferenceResponse> ClassifyAsync(InferenceRequest request, int classes, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (request.RequestedOutputs.IsEmpty)
            throw new ArgumentException("A classification needs the names of the outputs to classify.", nameof(request));
        return InferAsync(request, classes, cancellationToken);
    }

    /// <summary>Sends a request that is written in the protocol's JSON already.</summary>
    /// <param name="model">The model.</param>
    /// <param name="version">Null leaves the choice to the server.</param>
    /// <param name="body">A JSON object with <c>inputs</c>; sent as it is, the server judges it.</param>
    /// <param name="timeLeft">Bounds the call here and, as a header, on a server of this project; null for no bound.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<InferenceResponse> InferJsonAsync(
        string model, long? version, ReadOnlyMemory<byte> body, TimeSpan? timeLeft = null, CancellationToken cancellationToken = default)
    {
        using var content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = Json } };
        if (timeLeft is { } left)
            content.Headers.Add(TimeoutHeader, InferRequestContent.Microseconds(left).ToString());
        return InferResponseReader.Read(await SendAsync(HttpMethod.Post, ModelPath(model, version) + "/infer", content, timeLeft, cancellationToken));
    }

    public void Dispose()
    {
        if (_ownsHttp)
            _http.Dispose();
    }

    private static MediaTypeHeaderValue Json => new("application/json");

    private async Task ControlAsync(string model, string action, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray()) { Headers = { ContentType = Json } };
        await SendAsync(HttpMethod.Post, $"v2/repository/models/{Uri.EscapeDataString(model)}/{action}", content, null, cancellationToken);
    }

    private async Task<InferenceResponse> InferAsync(InferenceRequest request, int classes, CancellationToken cancellationToken)
    {
        using var content = new InferRequestContent(request, classes);
        var path = ModelPath(request.Model, request.Version) + "/infer";
        return InferResponseReader.Read(await SendAsync(HttpMethod.Post, path, content, request.TimeLeft, cancellationToken));
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, TimeSpan? timeLeft, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeLeft ?? Timeout.InfiniteTimeSpan, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var message = new HttpRequestMessage(method, path) { Content = content };
            using var response = await _http.SendAsync(message, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return response.IsSuccessStatusCode ? Answer.Of(response, body) : throw ErrorReader.Read(response, body);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var limit = timeLeft ?? _http.Timeout;
            throw new InferenceException(
                FaultKind.DeadlineExceeded, $"{_http.BaseAddress} gave no answer within {limit.TotalSeconds} s.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new InferenceException(FaultKind.Unavailable, $"No answer from {_http.BaseAddress}: {exception.Message}", exception);
        }
    }

    private static string ModelPath(string model, long? version)
    {
        var path = $"v2/models/{Uri.EscapeDataString(model)}";
        return version is null ? path : $"{path}/versions/{version}";
    }

    // A relative path replaces what follows the last slash of its base.
    private static Uri AsFolder(Uri server) => server.AbsolutePath.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/");
}
