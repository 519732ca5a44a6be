namespace OrleansInference.Drills.Load;

/// <summary>Every request of a drill. For any thread.</summary>
internal sealed class RequestLog
{
    private readonly Lock _lock = new();
    private readonly List<RequestRecord> _records = [];
    private int _sent;

    /// <summary>Requests that were sent, ended or not.</summary>
    public int Sent => Volatile.Read(ref _sent);

    public void Begin() => Interlocked.Increment(ref _sent);

    /// <summary>Once for each that has begun.</summary>
    public void End(RequestRecord record)
    {
        lock (_lock) _records.Add(record);
    }

    /// <summary>Those that have ended, in the order in which they were due.</summary>
    public IReadOnlyList<RequestRecord> Ended
    {
        get
        {
            lock (_lock) return [.. _records.OrderBy(record => record.Due)];
        }
    }
}
