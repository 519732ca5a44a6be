using System.Collections.Immutable;
using OrleansInference.Routing.Failures;

namespace OrleansInference.Routing;

// Requests that no pool can take now, but one may soon, wait here as those do that find no room: all pools are parked, or their silos have just died, or are
// starting again.
internal sealed partial class VersionRoutes
{
    /// <summary>A pool's own word that it is parked, or that a call to it broke, counts until the router's has come, which takes some 200 ms.</summary>
    private const double ParkedSeconds = 0.5;

    private const double WakeSeconds = 1;

    /// <summary>How often a request is sent to a pool that is silent: it may live. More would cost retries, of which a budget has few.</summary>
    private const double AskSeconds = 1;

    private readonly Action _wake;
    private readonly Func<bool> _isWanted;
    private bool _isHeld, _mayCome, _wasServed;
    private double _wokenAt = double.NegativeInfinity;

    /// <summary>Requests for it are taken though it has no pool: it had one, and is still to be served.</summary>
    public bool IsAwaited => _wasServed && _isWanted();

    /// <summary>Says that somebody waits for the version; at most once a second.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            if (Now - _wokenAt < WakeSeconds) return;
            _wokenAt = Now;
        }
        _wake();
    }

    /// <summary>Whether a pool takes requests beside those.</summary>
    public bool HasAnother(PoolRoute[] tried)
    {
        lock (_lock)
        {
            LookAtHealth(Now);
            foreach (var route in _loads.Pools)
                if (_loads.IsOpen(route.Slot) && !tried.Contains(route)) return true;
            return false;
        }
    }

    /// <summary>
    /// Of a version that no pool can be sent to: whether one may come. None comes where all have answered that they can't, where none could be loaded, or where the
    /// version is not wanted any more.
    /// </summary>
    private bool IsHeld()
    {
        if (_loads.Count == 0) return _isHeld || (_mayCome && IsAwaited);
        foreach (var route in _loads.Pools)
            if (route is { IsParked: false, IsSilent: false, Health.MayTake: true }) return false;
        return true;
    }

    /// <summary>The pool has said that it is parked.</summary>
    private void Close(PoolRoute route)
    {
        route.ParkedUntil = Now + ParkedSeconds;
        ShowHealth(Now);
    }

    /// <summary>An attempt there has ended without a word of the pool.</summary>
    private void Miss(PoolLease lease, AttemptResult result)
    {
        if (result is not (AttemptResult.Lost or AttemptResult.TimedOut)) return;
        var (route, now) = (lease.Route, Now);
        // A pool that has said something meanwhile is only slow.
        if (result == AttemptResult.TimedOut && route.HeardAt > _time.GetElapsedTime(_origin, lease.TakenAt).TotalSeconds) return;
        (route.IsSilent, route.SilentSince, route.AskAgainAt) = (true, now, now + AskSeconds);
        ShowHealth(now);
    }

    /// <summary>The pool has said something.</summary>
    private void Hear(PoolRoute route)
    {
        route.HeardAt = Now;
        if (!route.IsSilent) return;
        route.IsSilent = false;
        ShowHealth(route.HeardAt);
    }

    /// <summary>Where every open pool is silent, requests wait, and only one of those is sent there.</summary>
    private void ShutSilent()
    {
        foreach (var route in _loads.Pools)
            if (!route.IsSilent && _loads.IsOpen(route.Slot)) return;
        foreach (var route in _loads.Pools) _loads.Bias[route.Slot] = double.PositiveInfinity;
        _open = 0;
    }

    /// <summary>The silent pool that is to be asked now whether it lives; -1 for none.</summary>
    private int NextToAsk(double now)
    {
        foreach (var route in _loads.Pools)
            if (route is { IsSilent: true, IsParked: false, Health.MayTake: true } && route.AskAgainAt <= now) return route.Slot;
        return -1;
    }

    /// <summary>A request goes to a pool that is silent.</summary>
    private void Ask(PoolRoute route, double now)
    {
        route.AskAgainAt = now + AskSeconds;
        ShowHealth(now);
    }

    private void Hold(ImmutableArray<RouteEntry> held, bool mayCome)
    {
        (_isHeld, _mayCome) = (!held.IsEmpty, mayCome);
        _wasServed |= _isHeld || _loads.Count > 0;
        foreach (var (_, report) in held)
        {
            _batches |= report.BatchSize > 1;
            _cost.Coefficients ??= report.Cost;
        }
    }
}
