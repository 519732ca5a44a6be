namespace OrleansInference.Replicas;

/// <summary>The waiting requests that may share a batch, in <see cref="PendingOrder"/>.</summary>
internal sealed class BatchGroup
{
    private const int KeptCapacity = 1024;

    private readonly List<PendingRequest> _waiting = [];

    public IReadOnlyList<PendingRequest> Waiting => _waiting;

    public int Items { get; private set; }

    /// <summary>When the one that has waited longest came.</summary>
    public DateTimeOffset Oldest
    {
        get
        {
            var oldest = DateTimeOffset.MaxValue;
            foreach (var pending in _waiting)
                if (pending.EnqueuedAt < oldest) oldest = pending.EnqueuedAt;
            return oldest;
        }
    }

    public void Add(PendingRequest pending)
    {
        var place = _waiting.Count;
        // Most come in order, and belong to the end.
        if (place > 0 && PendingOrder.Instance.Compare(_waiting[^1], pending) > 0) place = ~_waiting.BinarySearch(pending, PendingOrder.Instance);
        _waiting.Insert(place, pending);
        pending.Group = this;
        Items += pending.Items;
    }

    public void Remove(PendingRequest pending)
    {
        _waiting.RemoveAt(_waiting.BinarySearch(pending, PendingOrder.Instance));
        Forget(pending);
        GiveBack();
    }

    /// <summary>Removes some at once.</summary>
    public void Remove(List<PendingRequest> some)
    {
        foreach (var pending in some) Forget(pending);
        _waiting.RemoveAll(static pending => pending.Group is null);
        GiveBack();
    }

    private void Forget(PendingRequest pending)
    {
        pending.Group = null;
        Items -= pending.Items;
    }

    // A burst's memory is not kept for the next one.
    private void GiveBack()
    {
        if (_waiting.Capacity > KeptCapacity && _waiting.Count < _waiting.Capacity / 4) _waiting.Capacity = _waiting.Count * 2;
    }
}
