namespace OrleansInference.Bench;

/// <summary>The most of what was recommended within a time before now.</summary>
internal sealed class RecentMost(double seconds)
{
    private readonly LinkedList<(double At, int Value)> _falling = [];

    /// <summary>Notes a recommendation, and tells the most of those that are younger than the time.</summary>
    public int Of(double now, int value)
    {
        while (_falling.Last is { } last && last.Value.Value <= value)
            _falling.RemoveLast();
        _falling.AddLast((now, value));
        while (_falling.First!.Value.At <= now - seconds)
            _falling.RemoveFirst();
        return _falling.First.Value.Value;
    }
}
