using System.Collections.Immutable;
using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Bench;

/// <summary>What the autoscaler would know of a queue, without the delay with which it hears: at most a second or so.</summary>
internal sealed class SignalLog(ScalingWorkload workload)
{
    private const double Minute = 60;

    private static readonly ScalingSpec Defaults = new();

    private readonly List<ServedRequest> _served = [];
    private readonly ArrivalSums _sums = new(workload);
    private ImmutableArray<double> _history = [];
    private int _historyEnd; // the first arrival after its last minute
    private SignalWindow? _stable;
    private SignalWindow? _burst;

    public void Serve(ServedRequest request) => _served.Add(request);

    /// <param name="now">In seconds; never less than before.</param>
    /// <param name="arrived">Requests that have come.</param>
    /// <param name="waiting">Of these, those that no replica has begun; the latest.</param>
    /// <param name="runningSeconds">What those that run have still before them.</param>
    /// <param name="ready">Replicas.</param>
    /// <param name="loading">Replicas on their way.</param>
    public ScalingSignals At(double now, int arrived, int waiting, double runningSeconds, int ready, int loading)
    {
        _stable ??= new SignalWindow(_sums, _served, Defaults.StableWindow);
        _burst ??= new SignalWindow(_sums, _served, Defaults.BurstWindow);
        while ((_history.Length + 1) * Minute <= now)
            AddMinute(arrived);
        return new ScalingSignals
        {
            Stable = _stable.At(now, arrived),
            Burst = _burst.At(now, arrived),
            BacklogSeconds = _sums.Work(arrived - waiting, arrived) + runningSeconds,
            Waiting = waiting,
            InFlight = arrived - _served.Count,
            Ready = ready,
            Loading = loading,
            LoadTime = TimeSpan.FromSeconds(ScalingWorkload.LoadSeconds),
            History = _history,
            LastArrival = arrived > 0 ? DateTimeOffset.UnixEpoch.AddSeconds(workload.Arrivals[arrived - 1]) : null,
        };
    }

    private void AddMinute(int arrived)
    {
        var end = _historyEnd;
        while (end < arrived && workload.Arrivals[end] < (_history.Length + 1) * Minute)
            end++;
        _history = _history.Add(_sums.Work(_historyEnd, end) / Minute);
        _historyEnd = end;
    }
}
