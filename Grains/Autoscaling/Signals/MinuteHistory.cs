using System.Collections.Immutable;
using OrleansInference.Autoscaling.Policy;

namespace OrleansInference.Autoscaling.Signals;

/// <summary>Offered work of each whole minute of the clock, for some two days.</summary>
internal sealed class MinuteHistory
{
    /// <summary>As many as a forecast looks at.</summary>
    public const int MaxMinutes = Forecast.Memory;

    // Seconds of work; the last is that of the minute under way.
    private readonly List<double> _minutes = [];
    private ImmutableArray<double>? _shown;
    private long _first;

    /// <summary>In replicas, the oldest first.</summary>
    public ImmutableArray<double> Replicas => _shown ??= [.. _minutes.SkipLast(1).Select(work => work / 60)];

    /// <summary>Forgets all; the first minute that it will know is the first that begins from now on.</summary>
    public void Begin(DateTimeOffset now)
    {
        _minutes.Clear();
        _shown = null;
        _first = MinuteOf(now.AddTicks(-1)) + 1;
    }

    /// <summary>All until then is known: where nothing came, it is 0.</summary>
    public void Advance(DateTimeOffset now)
    {
        for (var minute = _first + _minutes.Count; minute <= MinuteOf(now); minute++)
        {
            _minutes.Add(0);
            _shown = null;
        }
        var surplus = _minutes.Count - 1 - MaxMinutes;
        if (surplus <= 0) return;
        _minutes.RemoveRange(0, surplus);
        _first += surplus;
    }

    /// <summary>Adds what came evenly over a span that ended by now; what was before the first minute is left out.</summary>
    /// <param name="seconds">Of work.</param>
    public void Add(DateTimeOffset from, DateTimeOffset to, double seconds)
    {
        for (var minute = Math.Max(_first, MinuteOf(from)); minute < _first + _minutes.Count; minute++)
        {
            var begin = new DateTimeOffset(minute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
            var end = begin.AddMinutes(1);
            var overlap = (end < to ? end : to) - (begin > from ? begin : from);
            if (overlap <= TimeSpan.Zero) break;
            _minutes[(int)(minute - _first)] += seconds * (overlap / (to - from));
            if (end <= to) _shown = null;
        }
    }

    private static long MinuteOf(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;
}
