namespace OrleansInference.Orchestration.Processes;

/// <summary>The last lines of what a process has written.</summary>
internal sealed class OutputTail
{
    private const int Most = 5;

    private readonly Queue<string> _lines = new();

    public void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == Most) _lines.Dequeue();
            _lines.Enqueue(line);
        }
    }

    /// <summary>To stand behind why it ended; empty where it has written nothing.</summary>
    public override string ToString()
    {
        lock (_lines) return _lines.Count > 0 ? $"; it last said: {string.Join(" | ", _lines)}" : "";
    }
}
