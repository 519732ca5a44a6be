using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansInference.Autoscaling;

namespace OrleansInference.Orchestration.Webhook;

/// <summary>An orchestrator in front of a receiver, with time that stands still, and all that it logs.</summary>
internal sealed class WebhookTestbed : IAsyncDisposable, ILogger<WebhookOrchestrator>
{
    private readonly WebhookSender _sender;

    private WebhookTestbed(WebhookReceiver receiver, WebhookOptions options, string? secret)
    {
        Receiver = receiver;
        _sender = new WebhookSender(options, new WebhookSecret(options, secret), Time);
        Orchestrator = new WebhookOrchestrator(Microsoft.Extensions.Options.Options.Create(options), _sender, Time, new Random(1), this);
    }

    public WebhookReceiver Receiver { get; }

    public ManualTime Time { get; } = new();

    public WebhookOrchestrator Orchestrator { get; }

    public List<string> Logged { get; } = [];

    public static async Task<WebhookTestbed> StartAsync(string? secret = WebhookReceiver.Secret, string? url = null)
    {
        var receiver = await WebhookReceiver.StartAsync();
        return new WebhookTestbed(receiver, new WebhookOptions { Url = url ?? receiver.Url, Cluster = "east" }, secret);
    }

    public Task<HostStatus> Scale(int silos, params string[] leaving) =>
        Orchestrator.ScaleAsync(new(silos, [.. leaving.Select(name => new HostSilo(name, SiloAddress.Zero))]), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        await Receiver.DisposeAsync();
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Logged.Add(formatter(state, exception));
}
