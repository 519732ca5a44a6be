using OrleansInference.Inference;
using OrleansInference.Routing.Waiting;

namespace OrleansInference.Routing;

/// <summary>Random claims, answers, hand-backs, reports, offers, cancellations and pauses, against what the routes of a version promise.</summary>
internal sealed class RoutesMachine(string policy, int seed)
{
    private const int Pools = 4;

    private readonly Random _random = new(seed);
    private readonly RoutesUnderTest _test = new(policy, seed: seed);
    private readonly List<PoolLease> _leases = [];
    private readonly List<WaitingRequest> _waiting = [];

    public void Run()
    {
        using var test = _test;
        test.Idle(Pools);
        for (var step = 0; step < 200; step++)
        {
            Step();
            Collect();
            Check(step);
        }
        // What others have sent is done at last, and lost answers are not waited for.
        for (var i = 0; i < 300 && _leases.Count + _waiting.Count > 0; i++)
        {
            if (_leases.Count > 0) Answer(_leases[0]);
            else test.Idle(Pools);
            test.Time.Advance(TimeSpan.FromMilliseconds(100));
            Collect();
        }
        Assert.Empty(_waiting);
        Assert.Equal(0, test.Routes.WaitingCount);
    }

    private void Step()
    {
        switch (_random.Next(10))
        {
            case < 4:
                Take(_test.Claim(_random.Next(1, 10), _random.Next(4) == 0 ? TimeSpan.FromMilliseconds(_random.Next(1, 300)) : null));
                break;
            case < 7 when _leases.Count > 0:
                Answer(_leases[_random.Next(_leases.Count)]);
                break;
            case 7:
                // Some pools are busy with what others have sent, some are slow, one may be missing.
                _test.Update([.. Enumerable.Range(1, Pools).Where(_ => _random.Next(8) > 0).Select(silo => _test.Report(silo, _random.Next(4) == 0 ? 5 : 1, _random.Next(3)))]);
                break;
            case 8 when _waiting.Count > 0:
                var gone = _waiting[_random.Next(_waiting.Count)];
                if (gone.TrySettle(InferenceOutcome.Of(FaultKind.Cancelled, "gone"))) _test.Routes.Abandon(gone);
                break;
            default:
                _test.Time.Advance(TimeSpan.FromMilliseconds(_random.Next(1, 40)));
                break;
        }
    }

    private void Take(Claim claim)
    {
        if (claim.Lease is { } lease) _leases.Add(lease);
        if (claim.Waiting is { } waiting) _waiting.Add(waiting);
    }

    private void Answer(PoolLease lease)
    {
        _leases.Remove(lease);
        if (_random.Next(20) == 0) RoutesUnderTest.Break(lease); // its silo may be dead
        if (_random.Next(10) == 0) lease.Dispose(); // a call that was lost says nothing
        else _test.Answer(lease, _random.Next(2), _random.Next(2) * 0.02);
        lease.Dispose();
    }

    private void Collect()
    {
        foreach (var waiting in _waiting.Where(each => each.Outcome.IsCompleted).ToList())
        {
            _waiting.Remove(waiting);
            var isPlaced = ReferenceEquals(waiting.Outcome.Result, WaitingRequest.Placed);
            Assert.True(isPlaced || waiting.Lease is null || waiting.Outcome.Result.Fault!.Kind == FaultKind.Cancelled);
            if (isPlaced && waiting.Lease is { } lease) _leases.Add(lease);
        }
    }

    private void Check(int step)
    {
        var where = $"seed {seed}, step {step}";
        Assert.True(_waiting.Count == _test.Routes.WaitingCount, $"{where}: {_waiting.Count} wait, the queue has {_test.Routes.WaitingCount}");
        foreach (var pool in _test.Pools)
            Assert.True(_leases.Count(lease => lease.Route == pool) == pool.InFlight, $"{where}: {pool.Key} counts {pool.InFlight} in flight");
        Assert.All(_waiting, waiting => Assert.True(waiting.Deadline > _test.Time.GetUtcNow(), $"{where}: one waits past its deadline"));
    }
}
