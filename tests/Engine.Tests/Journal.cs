namespace OrleansInference.Engine.Tests;

/// <summary>What grains of a test did, and gates that hold them up.</summary>
public sealed class Journal(TimeProvider clock)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly List<string> _entries = [];
    private readonly Dictionary<string, TaskCompletionSource> _events = [];

    public IReadOnlyList<string> Entries
    {
        get
        {
            lock (_lock) return [.. _entries];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _events.Clear();
        }
    }

    public void Add(string entry)
    {
        TaskCompletionSource source;
        lock (_lock)
        {
            _entries.Add(entry);
            source = Event(entry);
        }

        source.TrySetResult();
    }

    /// <summary>Ends when the entry is there.</summary>
    public Task Until(string entry)
    {
        lock (_lock) return Event(entry).Task.WaitAsync(Bound, clock);
    }

    /// <summary>Lets whoever waits for the gate, and whoever will, pass.</summary>
    public void Open(string gate) => Add($"open {gate}");

    public Task Gate(string gate) => Until($"open {gate}");

    private TaskCompletionSource Event(string entry) =>
        _events.TryGetValue(entry, out var source) ? source : _events[entry] = new TaskCompletionSource();
}
