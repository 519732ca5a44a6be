using System.Collections.Immutable;
using System.Net.Http.Headers;
using OrleansInference.Client.Connections;
using OrleansInference.Client.Wire;
using OrleansInference.Inference;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Client;

/// <summary>
/// A server of the Open Inference Protocol (V2) over HTTP, this one or another. Tensors travel by the binary extension, without a
/// copy on this side.
/// </summary>
public sealed partial class HttpInferenceClient : IInferenceClient
{
    private const string TimeoutHeader = "Inference-Timeout-Microseconds";
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly bool _ownsHttp;

    /// <summary>Connects to <paramref name="server"/>, such as <c>http://127.0.0.1:8000</c>, with connections of its own.</summary>
    public HttpInferenceClient(Uri server)
        : this(new InferenceClientOptions { Address = server })
    {
    }

    internal HttpInferenceClient(InferenceClientOptions options, TimeProvider? time = null)
        : this(HttpConnections.Create(options), time) => _ownsHttp = true;

    /// <summary>Uses <paramref name="http"/>, which stays its owner's: its <see cref="HttpClient.BaseAddress"/> is the server.</summary>
    public HttpInferenceClient(HttpClient http, TimeProvider? time = null)
    {
        if (http.BaseAddress is null)
            throw new ArgumentException("The client needs a BaseAddress: the server.", nameof(http));
        (_http, _time) = (http, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public async Task<ModelMetadata> GetModelAsync(string model, long? version = null, CancellationToken cancellationToken = default) =>
        MetadataReader.ReadModel(await SendAsync(HttpMethod.Get, ModelPath(model, version), null, null, cancellationToken));

    /// <inheritdoc/>
    public async Task<ImmutableArray<ModelIndexEntry>> ListModelsAsync(CancellationToken cancellationToken = default)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray()) { Headers = { ContentType = Json } };
        return MetadataReader.ReadIndex(await SendAsync(HttpMethod.Post, "v2/repository/index", content, null, cancellationToken));
    }

    /// <inheritdoc/>
    public Task LoadModelAsync(string model, CancellationToken cancellationToken = default) => ControlAsync(model, "load", cancellationToken);

    /// <inheritdoc/>
    public Task UnloadModelAsync(string model, CancellationToken cancellationToken = default) => ControlAsync(model, "unload", cancellationToken);

    /// <inheritdoc/>
    public Task<bool> IsReadyAsync(CancellationToken cancellationToken = default) => AskAsync("v2/health/ready", cancellationToken);

    /// <inheritdoc/>
    public Task<bool> IsModelReadyAsync(string model, long? version = null, CancellationToken cancellationToken = default) =>
        AskAsync(ModelPath(model, version) + "/ready", cancellationToken);

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
    /// How a model's requests are spread over its versions, without the times of a shadow's answers. Servers of this project only, as the
    /// other three.
    /// </summary>
    public async Task<TrafficStatus> GetTrafficAsync(string model, CancellationToken cancellationToken = default) =>
        TrafficMessages.Read(await TrafficAsync(model, "", null, cancellationToken));

    /// <summary>Changes that on every silo; returns what it is then. What is wrong with the change is an <see cref="InferenceException"/>.</summary>
    public async Task<TrafficStatus> ChangeTrafficAsync(string model, TrafficChange change, CancellationToken cancellationToken = default) =>
        TrafficMessages.Read(await TrafficAsync(model, "", TrafficMessages.Write(change), cancellationToken));

    /// <summary>Gives all requests to one version, which has to be ready.</summary>
    public async Task<TrafficStatus> PromoteAsync(string model, long version, CancellationToken cancellationToken = default) =>
        TrafficMessages.Read(await TrafficAsync(model, "/promote", TrafficMessages.WriteVersion(version), cancellationToken));

    /// <summary>Undoes the last change.</summary>
    public async Task<TrafficStatus> RollBackAsync(string model, CancellationToken cancellationToken = default) =>
        TrafficMessages.Read(await TrafficAsync(model, "/rollback", "{}"u8.ToArray(), cancellationToken));

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

    /// <param name="model">The model.</param>
    /// <param name="action">After <c>traffic</c>.</param>
    /// <param name="body">Null to ask only.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal async Task<Answer> TrafficAsync(string model, string action, byte[]? body, CancellationToken cancellationToken)
    {
        using var content = body is null ? null : new ByteArrayContent(body) { Headers = { ContentType = Json } };
        return await SendAsync(body is null ? HttpMethod.Get : HttpMethod.Post, ModelPath(model, null) + "/traffic" + action, content, null, cancellationToken);
    }

    private async Task ControlAsync(string model, string action, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray()) { Headers = { ContentType = Json } };
        await SendAsync(HttpMethod.Post, $"v2/repository/models/{Uri.EscapeDataString(model)}/{action}", content, null, cancellationToken);
    }

    // A server that is not ready says so with a status: 400 as Triton, or 503; a model that it does not have is 404.
    private async Task<bool> AskAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(HttpMethod.Get, path, null, null, cancellationToken);
            return true;
        }
        catch (InferenceException exception) when (exception is
            { InnerException: null, Kind: FaultKind.InvalidInput or FaultKind.UnknownModel or FaultKind.Unavailable })
        {
            return false;
        }
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
}
