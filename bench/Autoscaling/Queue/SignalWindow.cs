using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Bench;

/// <summary>The last seconds of a workload as the autoscaler would know them, moved forward from time to time.</summary>
/// <param name="sums">Of the arrivals.</param>
/// <param name="served">In the order of their ends; grows.</param>
/// <param name="length">How far it reaches back.</param>
internal sealed class SignalWindow(ArrivalSums sums, List<ServedRequest> served, TimeSpan length)
{
    private readonly SlidingHistogram _waits = new();
    private readonly SlidingHistogram _latencies = new();
    private int _first; // of the arrivals that it covers
    private int _firstServed;
    private int _endServed;

    /// <param name="now">In seconds; never less than before.</param>
    /// <param name="arrived">Requests that have come.</param>
    public LoadWindow At(double now, int arrived)
    {
        var from = now - length.TotalSeconds;
        while (_first < arrived && sums.Arrivals[_first] < from)
            _first++;
        for (; _endServed < served.Count; _endServed++)
        {
            _waits.Add(served[_endServed].WaitNanoseconds);
            _latencies.Add(served[_endServed].LatencyNanoseconds);
        }

        for (; _firstServed < _endServed && served[_firstServed].Ended < from; _firstServed++)
        {
            _waits.Remove(served[_firstServed].WaitNanoseconds);
            _latencies.Remove(served[_firstServed].LatencyNanoseconds);
        }

        return new LoadWindow
        {
            Length = TimeSpan.FromSeconds(Math.Min(now, length.TotalSeconds)),
            Arrivals = arrived - _first,
            WorkSeconds = sums.Work(_first, arrived),
            WorkSquares = sums.WorkSquares(_first, arrived),
            ArrivalVariability = sums.GapVariability(_first, arrived),
            Waits = _waits.Snapshot(),
            Latencies = _latencies.Snapshot(),
        };
    }
}
