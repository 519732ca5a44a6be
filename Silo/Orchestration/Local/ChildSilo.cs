using System.Diagnostics.CodeAnalysis;
using OrleansInference.Autoscaling;

namespace OrleansInference.Orchestration.Local;

/// <summary>A further silo of this machine: runs again, with back-off, where it ends unasked.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Two may ask it to leave, and neither is sure to be the last; what it owns is a timer that ends by itself.")]
internal sealed class ChildSilo
{
    /// <summary>What has lived so long was started well.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromMinutes(1);

    private readonly ISiloRunner _runner;
    private readonly Func<string, ChildSpec> _newSpec;
    private readonly Action<Failure> _onFailure;
    private readonly TimeProvider _time;
    private readonly CancellationToken _lastRun;
    private readonly CancellationTokenSource _leaving = new();
    private readonly CancellationTokenSource _atOnce;
    private volatile ISiloRun? _run;
    private volatile ChildSpec? _spec;
    private volatile Failure? _failure;
    private volatile bool _isWaiting;
    private long _startedAt;

    /// <param name="name">Its own for as long as it is wanted.</param>
    /// <param name="newSpec">For each run.</param>
    /// <param name="onFailure">Called at each end that nobody asked for.</param>
    /// <param name="lastRun">What ends from then on stays ended.</param>
    public ChildSilo(
        string name, ISiloRunner runner, Func<string, ChildSpec> newSpec, Action<Failure> onFailure, TimeProvider time, CancellationToken lastRun)
    {
        (Name, _runner, _newSpec, _onFailure, _time, _lastRun) = (name, runner, newSpec, onFailure, time, lastRun);
        _atOnce = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Gone = Task.Run(Watch, CancellationToken.None);
    }

    public string Name { get; }

    /// <summary>Completes when it has ended for good.</summary>
    public Task Gone { get; }

    public bool IsLeaving => _leaving.IsCancellationRequested;

    /// <summary>It ended unasked, and is not started again yet.</summary>
    public bool IsWaiting => _isWaiting;

    public bool IsUp => _run is { IsUp: true };

    /// <summary>Its last failure, until it has lived well since.</summary>
    public Failure? Failure => IsUp && _time.GetElapsedTime(Volatile.Read(ref _startedAt)) >= SettledAfter ? null : _failure;

    public bool Is(HostSilo silo) => silo.Name == Name && silo.Address.Endpoint.Port == _spec?.SiloPort;

    /// <summary>Has it finish what it has and go; without mercy after <paramref name="bound"/>, or at <paramref name="atOnce"/>.</summary>
    public async Task LeaveAsync(TimeSpan bound, CancellationToken atOnce)
    {
        await using var registration = atOnce.Register(_atOnce.Cancel);
        if (!_leaving.IsCancellationRequested)
        {
            _atOnce.CancelAfter(bound);
            await _leaving.CancelAsync();
        }
        await Gone;
    }

    // The one place that starts and stops it, so that neither can overtake the other.
    private async Task Watch()
    {
        var backOff = new BackOff(_time, random: null, first: TimeSpan.FromSeconds(1), most: TimeSpan.FromMinutes(1));
        while (!IsLeaving && !_lastRun.IsCancellationRequested)
        {
            Volatile.Write(ref _startedAt, _time.GetTimestamp());
            _spec = _newSpec(Name);
            var run = _run = _runner.Start(_spec);
            await ((Task)run.Ended).WaitAsync(_leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (IsLeaving)
            {
                await run.StopAsync(_atOnce.Token);
                return;
            }
            if (_lastRun.IsCancellationRequested) return;
            var lived = _time.GetElapsedTime(_startedAt);
            if (lived >= SettledAfter) backOff.Succeeded();
            var delay = backOff.Failed();
            var wait = Task.Delay(delay, _time, _leaving.Token);
            _isWaiting = true;
            _failure = new Failure(Name, lived, await run.Ended, _time.GetUtcNow() + delay);
            _onFailure(_failure);
            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _isWaiting = false;
        }
    }
}
