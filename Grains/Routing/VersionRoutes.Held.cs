using System.Collections.Immutable;

namespace OrleansInference.Routing;

// Requests for a version whose pools are parked wait here as those do that find no room, until a replica has loaded anywhere.
internal sealed partial class VersionRoutes
{
    /// <summary>A pool's own word that it is parked counts until the router's has come, which takes some 200 ms.</summary>
    private const double ParkedSeconds = 0.5;

    private const double WakeSeconds = 1;

    private readonly Action _wake;
    private bool _isHeld;
    private double _wokenAt = double.NegativeInfinity;

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

    /// <summary>Whether there is no pool to send to but such as are parked. One that is left out because it failed is another matter: nobody would load a replica.</summary>
    private bool IsHeld()
    {
        if (_loads.Count == 0) return _isHeld;
        foreach (var route in _loads.Pools)
            if (!route.IsParked) return false;
        return true;
    }

    /// <summary>The pool has said that it is parked.</summary>
    private void Close(PoolRoute route)
    {
        route.ParkedUntil = Now + ParkedSeconds;
        ShowHealth(Now);
    }

    private void Hold(ImmutableArray<RouteEntry> held)
    {
        _isHeld = !held.IsEmpty;
        foreach (var (_, report) in held)
        {
            _batches |= report.BatchSize > 1;
            _cost.Coefficients ??= report.Cost;
        }
    }
}
