using System.Net.Mime;
using System.Text;

namespace OrleansInference.Orchestration.Webhook;

/// <summary>Signs a wish and posts it once. Throws for nothing that the receiver or the network does.</summary>
internal sealed class WebhookSender : IDisposable
{
    private const int MaxAnswerBytes = 64 * 1024;

    private readonly TimeProvider _time;
    private readonly WebhookSecret _secret;
    private readonly TimeSpan _timeout;
    private readonly Uri _url;
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, // the signature is for this address
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a change of the address in DNS is followed
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    public WebhookSender(WebhookOptions options, WebhookSecret secret, TimeProvider time) =>
        (_url, _timeout, _secret, _time) = (new Uri(options.Url), options.Timeout, secret, time);

    public async Task<WebhookAnswer> SendAsync(WebhookWish wish, CancellationToken cancellationToken)
    {
        if (_secret.Current(out var mistake) is not { } secret) return new WebhookAnswer(mistake) { IsTransient = true };
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds().ToString();
        using var message = new HttpRequestMessage(HttpMethod.Post, _url);
        message.Content = new StringContent(wish.Body, Encoding.UTF8, MediaTypeNames.Application.Json);
        message.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
        message.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(secret, timestamp, wish.Body));
        message.Headers.Add(WebhookSignature.IdempotencyHeader, $"\"{wish.Id}\"");
        using var bound = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            using var response = await _client.SendAsync(message, either.Token);
            return response.IsSuccessStatusCode ? WebhookAnswer.Taken(await response.Content.ReadAsStringAsync(either.Token)) : Refused(response);
        }
        catch (HttpRequestException exception)
        {
            return new WebhookAnswer($"{Address} can't be asked: {exception.GetBaseException().Message.TrimEnd('.')}. See Hosts:Webhook:Url, and that it is reached from here.") { IsTransient = true };
        }
        catch (OperationCanceledException)
        {
            return new WebhookAnswer($"{Address} has not answered within {_timeout.TotalSeconds:0.#} s (Hosts:Webhook:Timeout).") { IsTransient = true };
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Without what may be secret in it: user and query.</summary>
    private string Address => $"{_url.Scheme}://{_url.Authority}{_url.AbsolutePath}";

    private WebhookAnswer Refused(HttpResponseMessage response)
    {
        var code = (int)response.StatusCode;
        if (!WebhookAnswer.IsTransientStatus(response.StatusCode))
            return new WebhookAnswer($"{Address} refuses the message: {code} {response.ReasonPhrase}. It is not sent again until something else is wanted or Hosts:Webhook:ResendPeriod is over. See docs/webhook.md.");
        var retry = response.Headers.RetryAfter;
        return new WebhookAnswer($"{Address} answers {code} {response.ReasonPhrase}.") { IsTransient = true, RetryAfter = retry?.Delta ?? retry?.Date - _time.GetUtcNow() };
    }
}
