using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using OrleansInference.Client.Clusters;
using OrleansInference.Inference;

namespace OrleansInference.Client.Clustering;

/// <summary>
/// Connects to a cluster as often as it takes; from then on Orleans' client keeps the connections, and comes back by itself when all gateways were lost. Begins with the host,
/// or with the first call where there is none.
/// </summary>
internal sealed partial class ClusterConnection : IClusterConnection, IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly InferenceClusterOptions _options;
    private readonly IOptions<InferenceClientOptions> _client;
    private readonly ILoggerFactory _logging;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<Task> _connecting;
    private readonly TaskCompletionSource<IClusterClient> _connected = NewAttempt();
    private volatile TaskCompletionSource<IClusterClient> _attempt = NewAttempt();
    private volatile InferenceException? _reason;
    private OrleansClient? _orleans;

    public ClusterConnection(
        IOptions<InferenceClusterOptions> options, IOptions<InferenceClientOptions> client, ILoggerFactory logging, TimeProvider? time = null)
    {
        (_options, _client, _logging, _time) = (options.Value, client, logging, time ?? TimeProvider.System);
        _logger = logging.CreateLogger<ClusterConnection>();
        _connecting = new Lazy<Task>(() => Task.Run(ConnectAsync));
    }

    public GatewayLosses Losses { get; } = new();

    public TimeSpan HedgeAfter => _options.HedgeAfter;

    public int MaxMessageBytes => _options.MaxMessageBodyBytes;

    public async ValueTask<IClusterClient> GetAsync(CancellationToken cancellationToken)
    {
        _ = _connecting.Value;
        return await _attempt.Task.WaitAsync(cancellationToken);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_client.Value.Address?.Scheme != InferenceClientOptionsValidator.OrleansScheme)
            return;
        _ = _connecting.Value;
        if (!_options.Required)
            return;
        try
        {
            await _connected.Task.WaitAsync(_options.ConnectTimeout, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw _reason ?? ClusterFailure.Of(_options, new TimeoutException($"no answer within {_options.ConnectTimeout.TotalSeconds} s"));
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        if (_connecting.IsValueCreated)
            await _connecting.Value.WaitAsync(cancellationToken);
        if (_orleans is { } orleans)
            await orleans.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_connecting.IsValueCreated)
            await _connecting.Value;
        if (_orleans is { } orleans)
            await orleans.DisposeAsync();
    }

    private async Task ConnectAsync()
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                _orleans = await OrleansClient.StartAsync(_options, Losses, _logging, _stop.Token);
                LogConnected(_options.Cluster, ClusterEngine.Where(_options));
                _attempt.SetResult(_orleans.Cluster);
                _connected.SetResult(_orleans.Cluster);
                return;
            }
            catch (Exception exception)
            {
                Fail(exception);
            }
            if (await StoppedWithin(pause))
                return;
            _attempt = NewAttempt();
        }
    }

    /// <summary>Calls fail with the reason until the next attempt begins.</summary>
    private void Fail(Exception exception)
    {
        var stopped = _stop.IsCancellationRequested;
        var reason = stopped
            ? new InferenceException(FaultKind.Unavailable, "The client has been stopped.", exception)
            : ClusterFailure.Of(_options, exception);
        if (!stopped && reason.Message != _reason?.Message)
            LogNotConnected(reason.Message);
        _reason = reason;
        _attempt.SetException(reason);
        _ = _attempt.Task.Exception; // somebody may wait for it, or nobody
    }

    private async Task<bool> StoppedWithin(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _time, _stop.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private static TaskCompletionSource<IClusterClient> NewAttempt() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to cluster {Cluster} by {Where}")]
    private partial void LogConnected(string cluster, string where);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason} Trying again until it is there")]
    private partial void LogNotConnected(string reason);
}
