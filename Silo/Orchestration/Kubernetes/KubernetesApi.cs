using System.Net.Http.Headers;
using System.Net.Mime;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using OrleansInference.FrontDoors.Reload;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>The API server, called as the pod's service account. No call throws for what the server, the network or a missing file does.</summary>
internal sealed class KubernetesApi : IDisposable
{
    private readonly string _tokenPath;
    private readonly Uri _server;
    private readonly ApiProblems _problems;
    private readonly ClusterAuthority _authority;
    private readonly HttpClient _client;

    public KubernetesApi(KubernetesTarget target, KubernetesOptions options)
    {
        (_tokenPath, _server, _problems, _authority) = (options.TokenPath, target.ApiServer, new ApiProblems(target, options.TokenPath), new ClusterAuthority(options.CaPath));
        var handler = new SocketsHttpHandler
        {
            // The token goes to the API server and nowhere else.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            // So that another API server, or another certificate authority, is found within minutes.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => _authority.Accepts(certificate, chain, errors);
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>A token that is refused is read again, since Kubernetes replaces it before it expires; another one is tried at once.</summary>
    public async Task<ApiAnswer> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var token = FileText.Read(_tokenPath);
        var answer = await SendAsync(request, token, cancellationToken);
        if (answer.Status != ApiAnswer.Unauthorized) return answer;
        var newer = FileText.Read(_tokenPath);
        return newer == token ? answer : await SendAsync(request, newer, cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private async Task<ApiAnswer> SendAsync(ApiRequest request, FileText token, CancellationToken cancellationToken)
    {
        if (token.Text is null) return ApiAnswer.Failed(0, _problems.NoToken(token.Error!));
        using var message = new HttpRequestMessage(request.Method, new Uri(_server, request.Path));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypeNames.Application.Json));
        if (request.Patch is { } patch) message.Content = new StringContent(patch.ToJsonString(), Encoding.UTF8, "application/merge-patch+json");
        try
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Text.Trim());
            using var response = await _client.SendAsync(message, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode)
                return ApiAnswer.Failed((int)response.StatusCode, _problems.Of(request, response.StatusCode, body), RetryAfter(response));
            using var document = JsonDocument.Parse(body);
            return new ApiAnswer(document.RootElement.Clone(), (int)response.StatusCode);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            var refused = exception.InnerException is AuthenticationException ? _authority.Objection : null;
            return ApiAnswer.Failed(0, _problems.NoAnswer(refused ?? exception.GetBaseException().Message));
        }
        catch (OperationCanceledException)
        {
            return ApiAnswer.Failed(0, _problems.NoAnswer("it has not answered in time"));
        }
        catch (FormatException)
        {
            return ApiAnswer.Failed(0, _problems.NoToken("it holds more than a token"));
        }
    }

    /// <summary>The API server gives seconds.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;
}
