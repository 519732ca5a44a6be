using Microsoft.Extensions.Options;
using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Hosts;

namespace OrleansInference.Orchestration.Webhook;

/// <summary>
/// Tells whoever it may be, over HTTP, how many silos are wanted: at each change, and every few minutes again. What fails for a while is tried again with back-off; what is
/// refused is told, and waits for the next change.
/// </summary>
internal sealed partial class WebhookOrchestrator(
    IOptions<WebhookOptions> options, WebhookSender sender, TimeProvider time, Random random, ILogger<WebhookOrchestrator> logger) : IHostOrchestrator
{
    private readonly WebhookOptions _options = options.Value;
    private readonly BackOff _backOff = new(time, random, first: TimeSpan.FromSeconds(1), most: TimeSpan.FromMinutes(1));
    private HostStatus _status = new() { Asked = 0, Running = 0 };
    private WebhookWish? _wish;
    private bool _isSaid;
    private long _said;
    private int _isBusy;

    public string Name => "webhook";

    public async Task<HostStatus> ScaleAsync(HostRequest request, CancellationToken cancellationToken)
    {
        // A call that overlaps another has nothing to add to it.
        if (Interlocked.Exchange(ref _isBusy, 1) == 1) return _status;
        try
        {
            if (_wish?.Request != request) (_wish, _isSaid) = (WebhookWish.Of(_options.Cluster, request, time.GetUtcNow()), false);
            if (_backOff.Left > TimeSpan.Zero) return _status with { Activity = $"It tries again in {_backOff.Left.TotalSeconds:0} s." };
            if (_isSaid && time.GetElapsedTime(_said) < _options.ResendPeriod) return _status;
            Take(_wish, await sender.SendAsync(_wish, cancellationToken));
            return _status;
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    private void Take(WebhookWish wish, WebhookAnswer answer)
    {
        if (answer.Problem is { } problem && problem != _status.Problem) LogProblem(problem);
        if (answer.IsTransient)
        {
            _backOff.Failed(answer.RetryAfter);
            _status = _status with { Problem = answer.Problem, Activity = $"It tries again in {_backOff.Left.TotalSeconds:0} s." };
            return;
        }
        _backOff.Succeeded();
        if (answer.Problem is null && !_isSaid) LogTaken(wish.Request.Silos, wish.Id);
        (_isSaid, _said) = (true, time.GetTimestamp());
        _status = answer.Problem is null
            ? new HostStatus { Asked = wish.Request.Silos, Running = answer.Running ?? 0, Max = answer.Max ?? int.MaxValue }
            : _status with { Problem = answer.Problem, Activity = null };
    }
}
