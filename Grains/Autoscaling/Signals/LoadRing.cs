using OrleansInference.Telemetry;

namespace OrleansInference.Autoscaling.Signals;

/// <summary>The load between the last looks, one after the other, as far back as windows have reached.</summary>
internal sealed class LoadRing
{
    private readonly List<LoadSlot> _slots = [];
    private TimeSpan _kept = new ScalingSpec().StableWindow;

    /// <summary>Nothing is known of the time between what is here and what comes.</summary>
    public void Clear() => _slots.Clear();

    /// <summary>Begins the next, and forgets what no window reaches any more.</summary>
    public void Begin(DateTimeOffset from, DateTimeOffset to)
    {
        _slots.RemoveAll(slot => slot.To <= to - _kept);
        _slots.Add(new LoadSlot(from, to));
    }

    /// <summary>
    /// Takes what one dispatcher has counted since it was last looked at. That may be several looks ago: what it counted meanwhile is spread evenly over them.
    /// </summary>
    public void Add(SiloAddress dispatcher, in DemandIncrement increment, DateTimeOffset from, DateTimeOffset to)
    {
        _slots[^1].Add(dispatcher, increment);
        if (from >= _slots[^1].From) // also where it began later, or its clock says so
        {
            _slots[^1].Load += increment.Load;
            return;
        }
        var seconds = (to - from).TotalSeconds;
        foreach (var slot in _slots) slot.Load += increment.Load * (slot.Overlap(from, to) / seconds);
    }

    /// <summary>
    /// Of the looks that lie for the most part within a window, whole ones; the newest in any case, unless it had ended before. So with looks of even length, the
    /// window is covered exactly, and otherwise by half a look more or less.
    /// </summary>
    public LoadWindow Window(TimeSpan length, DateTimeOffset now)
    {
        _kept = length > _kept ? length : _kept;
        var since = now - length;
        var first = _slots.Count;
        while (first > 0 && _slots[first - 1] is var slot && slot.To > since && (first == _slots.Count || slot.From + (slot.Length / 2) > since)) first--;
        return Merge(_slots[first..]);
    }

    private static LoadWindow Merge(List<LoadSlot> slots)
    {
        var (load, length) = (default(LoadSum), TimeSpan.Zero);
        Dictionary<SiloAddress, GapSum> streams = [];
        foreach (var slot in slots)
        {
            load += slot.Load;
            length += slot.Length;
            foreach (var (dispatcher, gaps) in slot.Gaps) streams[dispatcher] = streams.GetValueOrDefault(dispatcher) + gaps;
        }
        // Those that were not measured are taken for ones like the others.
        var factor = load.Unmeasured > 0 && load.Measured > 0 ? load.Arrivals / load.Measured : 1;
        return new LoadWindow
        {
            Length = length,
            Arrivals = (long)Math.Round(load.Arrivals),
            WorkSeconds = load.WorkSeconds * factor,
            WorkSquares = load.WorkSquares * factor,
            IsWorkUnknown = load.Arrivals > 0 && load.Measured <= 0,
            ArrivalVariability = GapSum.VariabilityOf(streams.Values),
            Refused = (long)Math.Round(load.Refused),
            Late = (long)Math.Round(load.Late),
            Waits = HistogramSnapshot.Merge([.. slots.SelectMany(slot => slot.Waits)]),
            Latencies = HistogramSnapshot.Merge([.. slots.SelectMany(slot => slot.Latencies)]),
        };
    }
}
