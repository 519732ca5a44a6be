namespace OrleansInference.Bench;

/// <summary>Load as rules see it: time-averages, of which the sums to each whole second are kept.</summary>
internal sealed class LoadLog
{
    private readonly List<(double InFlight, double Busy, double Ready)> _sums = [(0, 0, 0)];
    private (double InFlight, double Busy, double Ready) _sum;
    private double _now;

    /// <summary>Notes what was the case since the last time that is noted.</summary>
    /// <param name="until">In seconds.</param>
    /// <param name="inFlight">Requests that wait or run.</param>
    /// <param name="busy">Replicas that run one, less those that are to go.</param>
    /// <param name="ready">Replicas that could, less those that are to go.</param>
    public void Advance(double until, int inFlight, int busy, int ready)
    {
        for (var second = _sums.Count; second <= until; second++)
        {
            Add(second - _now);
            _now = second;
            _sums.Add(_sum);
        }

        Add(until - _now);
        _now = until;

        void Add(double seconds) => _sum = (_sum.InFlight + (inFlight * seconds), _sum.Busy + (busy * seconds), _sum.Ready + (ready * seconds));
    }

    /// <summary>Average of requests that wait or run, over the last seconds, as many as there are; null at the very start.</summary>
    public double? Concurrency(int seconds) => Last(seconds) is ({ } from, { } to, > 0 and var length) ? (to.InFlight - from.InFlight) / length : null;

    /// <summary>Share of ready replicas that were busy in the last seconds, as many as there are; null where there were none.</summary>
    public double? Utilisation(int seconds) => Last(seconds) is ({ } from, { } to, _) && to.Ready > from.Ready ? (to.Busy - from.Busy) / (to.Ready - from.Ready) : null;

    private ((double InFlight, double Busy, double Ready) From, (double InFlight, double Busy, double Ready) To, int Length) Last(int seconds)
    {
        var length = Math.Min(seconds, _sums.Count - 1);
        return (_sums[^(length + 1)], _sums[^1], length);
    }
}
