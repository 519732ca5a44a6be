using OrleansInference.Drills.Drilling;
using OrleansInference.Drills.Load;

namespace OrleansInference.Drills.Reports;

/// <summary>What a drill has shown.</summary>
internal sealed class DrillReport
{
    private const int AlikeLength = 80;

    private readonly IReadOnlyList<RequestRecord> _records;
    private readonly DrillRun _run;

    /// <param name="name">The drill's.</param>
    /// <param name="run">What was done.</param>
    /// <param name="records">Every request of the drill, those of the warm-up too: what cold programs refuse is told, and not judged.</param>
    /// <param name="quietFrom">When the phase before began, in seconds from the start of the load.</param>
    /// <param name="over">When the phase after began.</param>
    /// <param name="end">When it ended.</param>
    public DrillReport(string name, DrillRun run, IReadOnlyList<RequestRecord> records, double quietFrom, double over, double end)
    {
        (Name, _run, _records) = (name, run, [.. records.Where(record => record.Due >= quietFrom)]);
        if (records.Count(record => record.Due < quietFrom && record.End != RequestEnd.Answered) is > 0 and var cold) run.Notes.Add($"{cold} more were not answered in the warm-up");
        var latencies = new Latencies(records);
        var first = run.Events[0].At;
        (P99Before, P99During, P99After) = (latencies.P99(quietFrom, first), latencies.P99(first, over), latencies.P99(over, end));
        var ends = run.Events.Skip(1).Select(later => later.At).Append(end);
        Backs = [.. run.Events.Zip(ends, (one, until) => new LatencyBack(one, latencies.BackAfter(one.At, until, quietFrom, first)))];
    }

    public string Name { get; }

    /// <summary>Of all requests of the phase, in seconds.</summary>
    public double P99Before { get; }

    public double P99During { get; }

    public double P99After { get; }

    /// <summary>How soon latency was back after each thing that was done.</summary>
    public IReadOnlyList<LatencyBack> Backs { get; }

    public int Sent => _records.Count;

    /// <summary>Requests that silos still say they have, a minute after the last one was sent.</summary>
    public required long LeftOver { get; init; }

    public required int DoubleLoads { get; init; }

    public int Answered => Count(RequestEnd.Answered);

    public int Failed => Count(RequestEnd.Failed);

    public int Lost => Count(RequestEnd.Lost);

    public int Stuck => Count(RequestEnd.Stuck);

    /// <summary>Requests that a door's breaking sent to another one.</summary>
    public int Moved => _records.Count(record => record.Moved);

    /// <summary>What was said to callers, without numbers, with how often and where.</summary>
    public IEnumerable<string> Errors() => _records.Where(record => record.Error.Length > 0)
        .GroupBy(record => (record.End, record.Door, Text: KindOf(record.Error)))
        .Select(group => $"{group.Count()} {group.Key.End.ToString().ToLowerInvariant()} at {group.Key.Door}, {Span(group)}: {group.First().Error}");

    public IReadOnlyList<string> Notes => _run.Notes;

    /// <summary>The goals that were missed, in words.</summary>
    public IReadOnlyList<string> Misses()
    {
        List<string> misses = [.. _run.Faults];
        if (Failed > 0) misses.Add($"{Failed} failed");
        if (_records.Count(record => record.End == RequestEnd.Lost && !_run.BrokenDoors.Contains(record.Door)) is > 0 and var lost)
            misses.Add($"{lost} lost at doors that nobody broke");
        if (Stuck > 0) misses.Add($"{Stuck} stuck");
        if (LeftOver > 0) misses.Add($"{LeftOver} left over in silos");
        if (DoubleLoads > 0) misses.Add($"{DoubleLoads} loaded twice");
        misses.AddRange(Backs.Where(back => back.IsLate).Select(back => back.ToString()));
        return misses;
    }

    /// <summary>Texts that begin alike but for their numbers are of one kind.</summary>
    private static string KindOf(string text) => new([.. text.Where(letter => !char.IsDigit(letter)).Take(AlikeLength)]);

    private string Span(IEnumerable<RequestRecord> group) => $"{group.Min(record => record.Due) - _run.Events[0].At:0.0} to {group.Max(record => record.Due) - _run.Events[0].At:0.0} s";

    private int Count(RequestEnd end) => _records.Count(record => record.End == end);
}
