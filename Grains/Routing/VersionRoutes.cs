using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing.Demand;
using OrleansInference.Routing.Failures;
using OrleansInference.Routing.Policies;
using OrleansInference.Routing.Traffic;
using OrleansInference.Routing.Waiting;
using OrleansInference.Work;

namespace OrleansInference.Routing;

/// <summary>
/// A dispatcher's pools of one model version: who gets which request, and who waits. Any thread; what it does under its lock takes about a microsecond.
/// </summary>
internal sealed partial class VersionRoutes
{
    /// <summary>What an unknown request is taken to cost, so that requests are spread before anything was measured.</summary>
    private const double UnknownSeconds = 0.01;

    private readonly Lock _lock = new();
    private readonly ReportedCost _cost = new();
    private readonly SiloAddress _ownSilo;
    private readonly RoutingSettings _settings;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly long _origin;
    private readonly Func<TrafficSpec> _traffic;
    private readonly VersionDemand _demand;
    private readonly OutlierDetector _outliers;
    private readonly AttemptLimit _limit;
    private readonly SlowStart _slowStart;
    private PoolLoads _loads = new([]);
    private IRoutingPolicy _policy;
    private string _policyName;
    private string? _affinityKey;
    private WorkFeatures _typical = new(1, 1, 1);
    private bool _batches, _differ;
    private int _replicas, _open, _healthShown;
    private double _healthLookedAt, _longestReady;

    /// <param name="batching">The version's, if this silo knows its configuration.</param>
    /// <param name="traffic">What is set for the model now; may name another policy than the settings.</param>
    /// <param name="demand">Counts the version's requests.</param>
    /// <param name="healthChanged">Told of each pool that is left out or comes back.</param>
    /// <param name="wake">Told that requests wait for a pool.</param>
    /// <param name="isWanted">Whether the version is to be served, as far as this silo knows; asked under the lock.</param>
    public VersionRoutes(
        BatchingSpec batching, SiloAddress ownSilo, RoutingSettings settings, Func<TrafficSpec> traffic, VersionDemand demand, Random random, TimeProvider time,
        Action<PoolHealth>? healthChanged = null, Action? wake = null, Func<bool>? isWanted = null)
    {
        (_wake, _isWanted) = (wake ?? (static () => { }), isWanted ?? (static () => true));
        (_traffic, _demand, _batches) = (traffic, demand, demand.Price is { BatchSize: > 1 });
        _outliers = new OutlierDetector(settings.Failures, time, healthChanged);
        _limit = new AttemptLimit(settings.Failures, time);
        _slowStart = new SlowStart(settings.Failures.SlowStartWindow);
        (_ownSilo, _settings, _random, _time) = (ownSilo, settings, random, time);
        _origin = time.GetTimestamp();
        _policyName = settings.Policy;
        _policy = RoutingPolicies.Create(_policyName, random);
        _queue = new DispatchQueue(batching, _cost, time);
        _timer = time.CreateTimer(static version => ((VersionRoutes)version!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Counts its requests, from their first claim on.</summary>
    public VersionDemand Demand => _demand;

    private double Now => _time.GetElapsedTime(_origin).TotalSeconds;

    /// <summary>Takes a place in the best pool, or waits for one.</summary>
    /// <param name="tried">Pools that have failed the request.</param>
    /// <param name="cameAt">When it came, a timestamp; null where it has been counted.</param>
    public Claim Claim(InferenceRequest request, PoolRoute[] tried, long? cameAt = null)
    {
        var settled = default(Settlements);
        Claim claim;
        bool isHeld;
        lock (_lock)
        {
            var work = WorkOf(request);
            if (cameAt is { } at) _demand.Come(work.Features, at);
            var ask = AskOf(request, work.Seconds, work.Items);
            LookAtHealth(ask.Now);
            var pool = Pick(ask, tried, out var isOnlyPlace);
            isHeld = pool < 0 && IsHeld();
            if (pool < 0 && !isHeld) return default;
            claim = isHeld ? Wait(request, work, tried, TimeSpan.Zero, ref settled)
                : isOnlyPlace || !_settings.LateBinding || (_queue.Count == 0 && HasRoom(ref pool, ask))
                ? new Claim(Lease(pool, ask, isOnlyPlace || !_settings.LateBinding), null, null)
                : Wait(request, work, tried, TimeSpan.FromSeconds(Math.Max(0, _loads.StartAt[pool] - ask.Now)), ref settled);
        }
        settled.Settle();
        if (isHeld) Wake();
        return claim;
    }

    /// <summary>A place for a second copy of a request, as far as one is free; nothing waits for it.</summary>
    public PoolLease? ClaimSecond(InferenceRequest request, PoolRoute first)
    {
        lock (_lock)
        {
            var work = WorkOf(request);
            var ask = AskOf(request, work.Seconds, work.Items);
            LookAtHealth(ask.Now);
            var pool = Pick(ask, [first], out _);
            return pool >= 0 && _queue.Count == 0 && HasRoom(pool, ask.Now) ? Lease(pool, ask, isOnlyPlace: false) : null;
        }
    }

    /// <summary>How long the pool of a lease is given; <see cref="TimeSpan.MaxValue"/> where no other could be tried, or nothing is known.</summary>
    /// <param name="earlierTimeouts">Attempts of the request that were given up before.</param>
    /// <param name="isOnlyPlace">There is no other pool now.</param>
    public TimeSpan LimitOf(PoolLease lease, int earlierTimeouts, bool isOnlyPlace) =>
        isOnlyPlace || lease.ExpectedSeconds is not { } expected ? TimeSpan.MaxValue : _limit.For(expected, earlierTimeouts);

    /// <summary>When a second copy may be sent; null for never.</summary>
    public TimeSpan? HedgeAfter(PoolLease lease) =>
        lease.IsOnlyPlace || lease.ExpectedSeconds is not { } expected ? null : _limit.HedgeAfter(expected);

    /// <summary>An answer came, also after the pool was given up.</summary>
    public void Answered(PoolLease lease)
    {
        if (lease.ExpectedSeconds is { } expected) _limit.Learn(expected, _time.GetElapsedTime(lease.TakenAt).TotalSeconds);
    }

    /// <summary>The pool has said something after it was given up: it lives.</summary>
    public void AnsweredLate(PoolLease lease)
    {
        var settled = default(Settlements);
        lock (_lock)
        {
            Hear(lease.Route);
            Place(ref settled);
        }
        settled.Settle();
    }

    /// <summary>A request has left the pool.</summary>
    public void Return(PoolLease lease, AttemptResult result, PoolLoad? load)
    {
        var settled = default(Settlements);
        lock (_lock)
        {
            Leave(lease, result, load);
            Place(ref settled);
        }
        settled.Settle();
    }

    /// <summary>The pool had no room for the request.</summary>
    public void HandBack(PoolLease lease, PoolLoad load)
    {
        var settled = default(Settlements);
        lock (_lock)
        {
            Leave(lease, AttemptResult.Neutral, load);
            if (load.IsParked) Close(lease.Route);
            // It will say when it has. Until then others are before this dispatcher.
            else if (lease.Route is { Slot: >= 0 } route)
            {
                // It may have fewer replicas than its last report said.
                route.Items = Math.Max(route.Items, PoolRoom.ItemsOf(route.Replicas, route.BatchSize));
                _loads.Show(route);
                _loads.StartAt[route.Slot] += LookAgain.TotalSeconds;
                Guess(route);
                ShowHealth(route, Now);
            }
            Place(ref settled);
        }
        settled.Settle();
    }

    /// <summary>A pool has room for a request that waits.</summary>
    public OfferAnswer Accept(PoolRoute route, PoolLoad load, bool isLast)
    {
        var settled = default(Settlements);
        OfferAnswer answer;
        lock (_lock)
        {
            Learn(route, load);
            Hear(route);
            if (route.Slot >= 0) _loads.Show(route);
            var isTaken = TakeOffer(route, ref settled);
            if (!isTaken && !isLast && route.Slot >= 0)
            {
                Guess(route); // the next may take it
                ShowHealth(route, Now);
            }
            Place(ref settled);
            answer = !isTaken ? OfferAnswer.Declined : _queue.Count > 0 ? OfferAnswer.TakenAndMore : OfferAnswer.Taken;
        }
        settled.Settle();
        return answer;
    }

    private void Leave(PoolLease lease, AttemptResult result, PoolLoad? load)
    {
        var (route, now) = (lease.Route, _time.GetTimestamp());
        route.InFlight--;
        route.InFlightItems -= lease.Items;
        if (load is { } known) Learn(route, known);
        else route.Items = Math.Max(route.InFlightItems, route.Items - lease.Items);
        if (load is null) Miss(lease, result);
        else Hear(route);
        lease.Health.Record(lease.Ticket, result, LatencyRatio.Of(lease.ExpectedSeconds ?? 0, _time.GetElapsedTime(lease.TakenAt, now).TotalSeconds), now);
        if (route.Slot >= 0) _loads.Show(route);
        LookAtHealth(Now);
    }

    private RequestWork WorkOf(InferenceRequest request)
    {
        var features = WorkFeatures.Of(request, _batches);
        // About the last hundred, to compare pools by.
        _typical = new WorkFeatures(
            _typical.Items + ((features.Items - _typical.Items) / 100), _typical.Elements + ((features.Elements - _typical.Elements) / 100),
            _typical.SquaredLengths + ((features.SquaredLengths - _typical.SquaredLengths) / 100));
        var seconds = SecondsOf(features);
        return new RequestWork(features, _batches ? (int)features.Items : 1, seconds);
    }

    private RoutingAsk AskOf(InferenceRequest request, double seconds, int items) =>
        new(Now, seconds, items, _affinityKey is not null && KeyHash.TryOf(request.Parameters, _affinityKey, out var key) ? key : null);

    private int Pick(in RoutingAsk ask) => ask.Key is { } key && _loads.OfSession(key) is var pool and >= 0 ? pool : _policy.Pick(_loads, ask);

    private double SecondsOf(in WorkFeatures features) => _cost.HasLearned ? _cost.Estimate(features) : UnknownSeconds;

    private int Pick(in RoutingAsk ask, PoolRoute[] tried, out bool isOnlyPlace)
    {
        isOnlyPlace = _open <= 1;
        if (tried.Length == 0) return Pick(ask);

        Span<double> biases = stackalloc double[tried.Length];
        for (var i = 0; i < tried.Length; i++)
            if (tried[i].Slot is var slot and >= 0) (biases[i], _loads.Bias[slot]) = (_loads.Bias[slot], double.PositiveInfinity);
        var pool = Pick(ask);
        for (var i = 0; i < tried.Length; i++)
            if (tried[i].Slot is var slot and >= 0) _loads.Bias[slot] = biases[i];
        isOnlyPlace |= tried.Length >= _open - 1;
        return pool;
    }

    /// <summary>Whether the pool takes a further request; where a policy that does not look at room has picked one without, another may.</summary>
    private bool HasRoom(ref int pool, in RoutingAsk ask)
    {
        if (HasRoom(pool, ask.Now)) return true;
        if (_policy is LeastWorkPolicy) return false;
        var other = _loads.FirstToFinish(ask);
        if (!HasRoom(other, ask.Now)) return false;
        pool = other;
        return true;
    }

    private bool HasRoom(int pool, double now)
    {
        var route = _loads.Pools[pool];
        return PoolRoom.Has(route.Items, route.Replicas, route.BatchSize, Math.Max(0, _loads.StartAt[pool] - now));
    }

    private PoolLease Lease(int pool, in RoutingAsk ask, bool isOnlyPlace)
    {
        var (route, slowness) = (_loads.Pools[pool], _loads.Slowness[pool]);
        var (wait, seconds) = (Math.Max(0, _loads.StartAt[pool] - ask.Now), ask.Seconds * slowness);
        // In a batch that forms, only the first pays for the pass itself.
        var added = route.BatchSize > 1 && route.Items > route.Replicas && _cost.Coefficients is { } cost ? Math.Max(0, seconds - (cost.Base * slowness)) : seconds;
        route.UsedAt = ask.Now;
        route.InFlight++;
        route.InFlightItems += ask.Items;
        route.Items += ask.Items;
        if (route.Items >= route.Replicas) _loads.StartAt[pool] = ask.Now + wait + (added / route.Replicas);
        _loads.Show(route);
        var health = route.Health!;
        // Only under this lock, and only of a pool that is not masked: so it may.
        health.TryBegin(out var ticket);
        if (route.IsSilent) Ask(route, ask.Now);
        return new PoolLease(this, route)
        {
            Items = ask.Items, IsOnlyPlace = isOnlyPlace, WorkSeconds = seconds, ExpectedSeconds = _cost.HasLearned && wait < UnknownWaitSeconds ? wait + seconds : null,
            TakenAt = _time.GetTimestamp(), Health = health, Ticket = ticket,
        };
    }
}
