using OrleansInference.Routing.Failures;

namespace OrleansInference.Routing;

// Pools that have failed are left out for a while, and new ones get little at first.
internal sealed partial class VersionRoutes
{
    private const double HealthPeriodSeconds = 0.1;

    private void LookAtHealth(double now)
    {
        if (now - _healthLookedAt >= HealthPeriodSeconds)
        {
            _healthLookedAt = now;
            _outliers.Refresh(_time.GetTimestamp());
            ShowHealth(now);
        }
        else if (_healthShown != _outliers.Version)
        {
            ShowHealth(now);
        }
    }

    private void ShowHealth(double now)
    {
        _healthShown = _outliers.Version;
        _longestReady = 0;
        foreach (var route in _loads.Pools) _longestReady = Math.Max(_longestReady, now - route.ReadySince);
        _open = 0;
        foreach (var route in _loads.Pools)
        {
            ShowHealth(route, now);
            if (_loads.IsOpen(route.Slot)) _open++;
        }
        ShutSilent();
    }

    private void ShowHealth(PoolRoute route, double now)
    {
        var health = route.Health;
        route.IsParked = route.ParkedUntil > now;
        if (health is not { MayTake: true } || route.IsParked || (route.IsSilent && route.AskAgainAt > now))
        {
            _loads.Bias[route.Slot] = double.PositiveInfinity;
            return;
        }
        var ready = now - route.ReadySince;
        if (health.ReturnedAt > 0) ready = Math.Min(ready, _time.GetElapsedTime(health.ReturnedAt).TotalSeconds);
        var factor = _slowStart.FactorAt(TimeSpan.FromSeconds(Math.Max(0, ready)), TimeSpan.FromSeconds(_longestReady));
        var warmth = factor > 1 ? (factor - 1) * SecondsOf(_typical) * _loads.Slowness[route.Slot] : 0;
        _loads.Bias[route.Slot] = route.BiasSeconds + warmth;
    }
}
