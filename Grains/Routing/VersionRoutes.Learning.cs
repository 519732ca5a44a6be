using System.Collections.Immutable;
using OrleansInference.Replicas;
using OrleansInference.Routing.Demand;
using OrleansInference.Routing.Policies;
using OrleansInference.Routing.Traffic;
using OrleansInference.Routing.Waiting;

namespace OrleansInference.Routing;

// What is known of the pools: from reports, by way of the router, and from what they say with their answers.
internal sealed partial class VersionRoutes
{
    /// <summary>Where a pool can't say how long a request would wait.</summary>
    private const double UnknownWaitSeconds = 3600;

    /// <summary>What it costs to leave the silo, about.</summary>
    private const double HopSeconds = 0.0001;

    /// <summary>Fewer batches than that say nothing of how fast a machine is.</summary>
    private const int FewSamples = 8;

    /// <summary>For how long a pool that gets no requests is believed to be as slow as it was.</summary>
    private const double TrustSeconds = 10;

    /// <summary>
    /// A report is up to 200 ms old when it comes, so that its pool is idle by now is a guess; and where it is wrong, others have been there first. It costs about
    /// as much as to wait for a pool of one's own for so many times the work of a request. The chance in it keeps dispatchers from all guessing alike.
    /// </summary>
    private const double GuessBias = 0.2;

    /// <summary>Takes the pools that are ready, by the newest snapshot; or, where there is none, those that requests wait for.</summary>
    /// <param name="mayCome">Of a version without such pools: whether one may become ready.</param>
    /// <returns>Those whose wait is over; to be told once everybody sees the snapshot, since they may look for another version.</returns>
    public Settlements Update(ImmutableArray<RouteEntry> ready, ImmutableArray<RouteEntry> held, bool mayCome)
    {
        var settled = default(Settlements);
        var traffic = _traffic();
        lock (_lock)
        {
            Follow(traffic);
            Take(ready, Now);
            Hold(held, mayCome);
            Place(ref settled);
        }
        return settled;
    }

    private void Take(ImmutableArray<RouteEntry> ready, double now)
    {
        var old = _loads;
        // A report may be older than an answer: then the answer stands.
        var known = new double[ready.Length];
        for (var i = 0; i < ready.Length; i++) known[i] = ready[i].Route.Slot is var slot and >= 0 ? old.StartAt[slot] : 0;
        foreach (var route in old.Pools) route.Slot = -1;
        var timestamp = _time.GetTimestamp();
        foreach (var (route, report) in ready) (route.Replicas, route.BatchSize) = (Math.Max(1, report.ReadyReplicas), report.BatchSize);
        _loads = new PoolLoads([.. ready.Select(entry => entry.Route)]);
        _replicas = 0;
        for (var i = 0; i < ready.Length; i++)
        {
            var (route, report) = ready[i];
            route.Slot = i;
            _replicas += route.Replicas;
            _loads.StartAt[i] = known[i];
            // One that was known to be idle, and still is, is no guess.
            var isNoNews = IsIdle(report) && route is { Health: not null, Items: 0 } && known[i] <= now;
            if (report.Sequence > route.Sequence)
            {
                route.ParkedUntil = 0;
                // Else it may be from before the silence.
                if (!route.IsSilent || now - route.SilentSince > ParkedSeconds) (route.HeardAt, route.IsSilent) = (now, false);
            }
            if (report.Sequence > route.Sequence && !isNoNews)
            {
                Learn(route, report.Load with { Sequence = report.Sequence });
                // What was sent in the meantime is not in it.
                if (route.InFlight > 0) _loads.StartAt[i] = Math.Max(_loads.StartAt[i], known[i]);
                else Guess(route);
            }
            // A router keeps no newer report of an idle pool: the same one, seen again, says less and less of the time.
            var readySince = now - report.ReadyFor.TotalSeconds;
            route.ReadySince = route.Health is null ? readySince : Math.Min(route.ReadySince, readySince);
            route.Health ??= _outliers.Add(route.Key);
            _loads.Latency[i] = report.Latency.TotalSeconds;
            _loads.Show(route);
        }
        foreach (var route in old.Pools)
            if (route is { Slot: < 0, Health: { } health })
            {
                _outliers.Remove(health, timestamp);
                route.Health = null;
            }
        LearnCosts(ready, now);
        ShowHealth(now);
    }

    private void Follow(TrafficSpec traffic)
    {
        _affinityKey = traffic.AffinityKey;
        var policy = traffic.Policy ?? _settings.Policy;
        if (policy == _policyName) return;
        (_policyName, _policy) = (policy, RoutingPolicies.Create(policy, _random));
    }

    private void Learn(PoolRoute route, PoolLoad load)
    {
        if (load.Sequence <= route.Sequence) return;
        route.Sequence = load.Sequence;
        route.Items = Math.Max(load.Items, route.InFlightItems);
        if (route.Slot < 0) return;
        var wait = double.IsFinite(load.WaitSeconds) ? load.WaitSeconds : UnknownWaitSeconds;
        // What is still on its way there is not in it.
        if (route.InFlightItems > load.Items) wait += (route.InFlightItems - load.Items) * SecondsOf(_typical) / route.Replicas;
        _loads.StartAt[route.Slot] = Now + wait;
        route.BiasSeconds = IsOwn(route) ? 0 : HopSeconds;
        ShowHealth(route, Now);
    }

    /// <summary>What is known of the pool is old, or others are there as well.</summary>
    private void Guess(PoolRoute route)
    {
        if (!IsOwn(route)) route.BiasSeconds = HopSeconds + (GuessBias * SecondsOf(_typical) * (1 + _random.NextDouble()));
    }

    private static bool IsIdle(PoolReport report) => report.Load is { Items: 0, WaitSeconds: 0 };

    private bool IsOwn(PoolRoute route) => route.Key.Silo.Equals(_ownSilo);

    /// <summary>Costs differ from pool to pool where machines do: the fastest is the measure of the others.</summary>
    private void LearnCosts(ImmutableArray<RouteEntry> ready, double now)
    {
        // Requests that come while there is no pool are those of the same model.
        if (ready.Length > 0) _batches = ready.Any(entry => entry.Report.BatchSize > 1);
        var (fastest, seconds) = (-1, new double[ready.Length]);
        for (var i = 0; i < ready.Length; i++)
        {
            _loads.Slowness[i] = 1;
            if (ready[i].Report.Cost is not { } cost) continue;
            _cost.Coefficients ??= cost;
            // What a pool's first requests took says little of its machine.
            seconds[i] = ready[i].Report.CostSamples < FewSamples ? 0 : Math.Max(1e-9, _typical.Seconds(cost));
            if (seconds[i] > 0 && (fastest < 0 || seconds[i] < seconds[fastest])) fastest = i;
        }
        _differ = false;
        if (fastest < 0) return;
        _cost.Coefficients = ready[fastest].Report.Cost;
        for (var i = 0; i < ready.Length; i++)
        {
            // A pool that was slow once gets nothing where others idle, and would be thought slow for ever.
            var idleSeconds = now - ready[i].Route.UsedAt;
            var trust = idleSeconds <= TrustSeconds ? 1 : TrustSeconds / idleSeconds;
            if (seconds[i] > 0) _loads.Slowness[i] = 1 + (((seconds[i] / seconds[fastest]) - 1) * trust);
            _differ |= _loads.Slowness[i] > 1.2;
        }
        _demand.Price = new WorkPrice(_cost.Coefficients!.Value, ready.Max(entry => entry.Report.BatchSize), MeanSlowness());
    }

    /// <summary>Of all replicas: together they do as much as so many of the fastest, divided by it.</summary>
    private double MeanSlowness()
    {
        var (replicas, speed) = (0.0, 0.0);
        foreach (var route in _loads.Pools)
        {
            replicas += route.Replicas;
            speed += route.Replicas / _loads.Slowness[route.Slot];
        }
        return replicas / speed;
    }
}
