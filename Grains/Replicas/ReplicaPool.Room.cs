using OrleansInference.Inference;
using OrleansInference.Routing;

namespace OrleansInference.Replicas;

// Who gets in: requests wait in their dispatchers, from where they can go to any pool, until this one has room for them.
internal sealed partial class ReplicaPool
{
    /// <summary>Marks a request that goes back to its dispatcher as it came; never leaves the pool.</summary>
    private static readonly InferenceOutcome HandedBack = InferenceOutcome.Of(FaultKind.Unavailable, "The pool hands the request back.");

    public PoolLoad Load => LoadFor(null);

    private int BatchSize => Math.Max(1, _spec.Batching.MaxBatchSize);

    /// <summary>As one dispatcher finds it: what is kept for others counts as taken.</summary>
    private PoolLoad LoadFor(SiloAddress? dispatcher)
    {
        var (now, kept) = (_time.GetUtcNow(), _offers.KeptFrom(dispatcher));
        var items = (int)_queue.Work.Items + _runningItems + kept;
        return new PoolLoad(now.UtcTicks, items, WaitSeconds(items, kept, now), IsHeldFor);
    }

    private double WaitSeconds(int items, int kept, DateTimeOffset now)
    {
        if (items < _replicas.Ready || _replicas.Ready == 0) return 0;
        // Of a pool that is busy and has never measured anything nobody can say when it will be idle.
        if (!_cost.HasLearned) return double.PositiveInfinity;
        return _admission.Wait(_replicas.Ready, _replicas.UntilIdle(now)).TotalSeconds + (kept * _typicalSeconds / _replicas.Ready);
    }

    /// <summary>A dispatcher that finds none is told when there is.</summary>
    private bool HasRoom(SiloAddress dispatcher)
    {
        _offers.Close(dispatcher);
        if (Has(LoadFor(dispatcher))) return true;
        _offers.Ask(dispatcher);
        return false;
    }

    private void OfferPlaces()
    {
        if (State != PoolState.Ready) return;
        while (_offers.AnyWaiting && Has(Load)) _ = Offer(_offers.Next()!);
        // An offer may be lost, and with it the place.
        _alarm.SetNoLaterThan(_time.GetUtcNow() + PlaceOffers.Kept);
    }

    private bool Has(PoolLoad load) => PoolRoom.Has(load.Items, _replicas.Ready, BatchSize, load.WaitSeconds);

    private async Task Offer(SiloAddress dispatcher)
    {
        try
        {
            var answer = await _offer(dispatcher, LoadFor(dispatcher), !_offers.AnyWaiting);
            if (answer == OfferAnswer.TakenAndMore) _offers.Ask(dispatcher);
            if (answer != OfferAnswer.Declined) return;
        }
        catch (Exception exception)
        {
            // Harmless: the dispatcher asks again by itself, and the place is not kept for long.
            LogOfferLost(_key, dispatcher, exception.Message);
        }
        _offers.Close(dispatcher);
        if (_offers.AnyWaiting) OfferPlaces();
    }

    /// <summary>Gives back all that has not begun: no replica will, and dispatchers keep it until one is there. What runs ends here.</summary>
    private Task Park()
    {
        _wasParked = true;
        var waiting = _queue.TakeAll();
        var parked = _replicas.Resize(0);
        // Whoever gets one back reads in the answer that the pool is parked.
        foreach (var pending in waiting) pending.TrySettle(HandedBack);
        return parked;
    }

    /// <summary>Gives back what has not begun and may run elsewhere.</summary>
    private void HandBack()
    {
        foreach (var pending in _queue.TakeAll())
            if (pending.MayGoBack) pending.TrySettle(HandedBack);
            else _queue.Add(pending);
    }
}
