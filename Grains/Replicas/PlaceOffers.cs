namespace OrleansInference.Replicas;

/// <summary>
/// Dispatchers whose requests a pool has handed back, in the order in which they get its next places: late binding as in Sparrow (Ousterhout et al.,
/// SOSP 2013), where a worker that has room asks for work.
/// </summary>
/// <remarks>A place that was offered is kept for its dispatcher, but not for long: the offer or the request may be lost.</remarks>
internal sealed class PlaceOffers(TimeProvider time)
{
    /// <summary>Twice what a call between silos takes on a busy machine.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMilliseconds(5);

    private readonly Queue<SiloAddress> _waiting = new();
    private readonly List<(SiloAddress Dispatcher, DateTimeOffset Until)> _open = [];

    /// <summary>Notes that the dispatcher has a request that waits.</summary>
    public void Ask(SiloAddress dispatcher)
    {
        if (!_waiting.Contains(dispatcher)) _waiting.Enqueue(dispatcher);
    }

    /// <summary>The dispatcher has come, or has nothing that waits any more.</summary>
    public void Close(SiloAddress dispatcher)
    {
        var at = _open.FindIndex(offer => offer.Dispatcher.Equals(dispatcher));
        if (at >= 0) _open.RemoveAt(at);
    }

    /// <summary>Places that are kept, but for those of <paramref name="dispatcher"/>.</summary>
    public int KeptFrom(SiloAddress? dispatcher)
    {
        if (_open.Count == 0) return 0;
        var now = time.GetUtcNow();
        _open.RemoveAll(offer => offer.Until <= now);
        var kept = 0;
        foreach (var offer in _open)
            if (!offer.Dispatcher.Equals(dispatcher)) kept++;
        return kept;
    }

    /// <summary>Whom to offer a place; null where nobody waits.</summary>
    public SiloAddress? Next()
    {
        if (!_waiting.TryDequeue(out var dispatcher)) return null;
        _open.Add((dispatcher, time.GetUtcNow() + Kept));
        return dispatcher;
    }

    public bool AnyWaiting => _waiting.Count > 0;
}
