namespace OrleansInference.Routing.Failures;

/// <summary>Random pools that break, heal, come and go, against what the detector promises whatever comes.</summary>
public sealed class OutlierMachineTests
{
    private const int Seeds = 300;
    private const int Steps = 400;

    [Fact]
    public void Half_of_the_pools_stay_trials_are_single_and_what_heals_comes_back()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            try
            {
                new Machine(seed).Run();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }
        }
    }

    [Fact]
    public async Task Many_threads_may_attempt_record_and_refresh_at_once()
    {
        var time = new ManualTime();
        var detector = new OutlierDetector(new FailureOptions { BaseEjection = TimeSpan.FromMilliseconds(100) }, time);
        var pools = Enumerable.Range(0, 6).Select(i => detector.Add(OutlierDetectorTests.KeyOf(i))).ToArray();
        var onTrial = new int[pools.Length];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (var i = 0; i < 20_000; i++)
            {
                var number = random.Next(pools.Length);
                var pool = pools[number];
                if (thread == 0 && i % 10 == 0)
                {
                    time.Advance(TimeSpan.FromMilliseconds(5));
                    detector.Refresh(time.GetTimestamp());
                    Assert.InRange(pools.Count(each => each.Phase == PoolPhase.Ejected), 0, 3);
                }
                if (!pool.TryBegin(out var ticket)) continue;
                var isTrial = IsTrial(ticket);
                if (isTrial) Assert.Equal(1, Interlocked.Increment(ref onTrial[number]));
                var result = number < 3 && random.Next(4) > 0 ? AttemptResult.Fault : AttemptResult.Success;
                if (isTrial) Interlocked.Decrement(ref onTrial[number]);
                pool.Record(ticket, result, 1, time.GetTimestamp());
            }
        })).ToArray()).WaitAsync(TimeSpan.FromMinutes(1));

        // Left alone with answers, all come back.
        for (var i = 0; i < 4000 && pools.Any(pool => pool.Phase != PoolPhase.Full); i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            detector.Refresh(time.GetTimestamp());
            foreach (var pool in pools)
                if (pool.TryBegin(out var ticket)) pool.Record(ticket, AttemptResult.Success, 1, time.GetTimestamp());
        }
        Assert.All(pools, pool => Assert.Equal(PoolPhase.Full, pool.Phase));
    }

    private static bool IsTrial(long ticket) => (ticket & 3) == (long)PoolPhase.Probation;

    private sealed class Machine(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly ManualTime _time = new();
        private readonly List<(PoolHealth Pool, long Ticket)> _underWay = [];
        private readonly Dictionary<PoolHealth, bool> _isBroken = [];
        private readonly Dictionary<PoolHealth, long> _lastTerm = [];
        private OutlierDetector _detector = null!;
        private int _added;

        public void Run()
        {
            _detector = new OutlierDetector(new FailureOptions { MaxEjectedShare = _random.Next(6) / 10.0 }, _time, Changed);
            for (var i = 0; i < 4; i++) Add();
            for (var step = 0; step < Steps; step++)
            {
                Step();
                Check();
            }
            Heal();
        }

        private void Add() => _isBroken[_detector.Add(OutlierDetectorTests.KeyOf(_added++))] = false;

        private PoolHealth Any() => _isBroken.Keys.ElementAt(_random.Next(_isBroken.Count));

        private void Step()
        {
            switch (_random.Next(12))
            {
                case 0:
                    _isBroken[Any()] = _random.Next(2) == 0;
                    break;
                case 1 when _random.Next(4) == 0:
                    Add();
                    break;
                case 2 when _isBroken.Count > 1 && _random.Next(4) == 0:
                    var gone = Any();
                    _isBroken.Remove(gone);
                    _detector.Remove(gone, _time.GetTimestamp());
                    break;
                case < 5:
                    Pass(_random.Next(6000));
                    break;
                case < 8 when _underWay.Count > 0:
                    End(_underWay[_random.Next(_underWay.Count)]);
                    break;
                default:
                    var pool = Any();
                    for (var i = _random.Next(8); i >= 0; i--) Begin(pool);
                    break;
            }
        }

        private void Begin(PoolHealth pool)
        {
            var mayTake = pool.MayTake;
            Assert.Equal(mayTake, pool.TryBegin(out var ticket));
            if (!mayTake) return;
            Assert.True(!IsTrial(ticket) || !_underWay.Contains((pool, ticket)), "two trials at once");
            _underWay.Add((pool, ticket));
            if (_random.Next(3) > 0) End((pool, ticket));
        }

        private void End((PoolHealth Pool, long Ticket) attempt)
        {
            _underWay.Remove(attempt);
            var result = _random.Next(5) == 0 ? AttemptResult.Neutral
                : !_isBroken.GetValueOrDefault(attempt.Pool) ? AttemptResult.Success
                : _random.Next(2) == 0 ? AttemptResult.Fault : AttemptResult.TimedOut;
            attempt.Pool.Record(attempt.Ticket, result, 1, _time.GetTimestamp());
        }

        private void Pass(int milliseconds)
        {
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            _detector.Refresh(_time.GetTimestamp());
        }

        /// <summary>Within the detector's lock: each phase follows from the one before, and each ejection in a row doubles.</summary>
        private void Changed(PoolHealth pool)
        {
            if (pool.Phase != PoolPhase.Ejected) return;
            var term = pool.EjectedUntil - _time.GetTimestamp();
            Assert.InRange(TimeSpan.FromTicks(term), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
            if (_lastTerm.TryGetValue(pool, out var last) && term > last) Assert.Equal(Math.Min(2 * last, TimeSpan.FromMinutes(5).Ticks), term);
            _lastTerm[pool] = term;
        }

        private void Check()
        {
            var notFull = _isBroken.Keys.Count(pool => pool.Phase != PoolPhase.Full);
            Assert.True(notFull <= _isBroken.Count / 2, $"{notFull} of {_isBroken.Count} pools are out");
            Assert.True(_isBroken.Keys.Any(pool => pool.MayTake), "no pool is left");
        }

        private void Heal()
        {
            foreach (var pool in _isBroken.Keys.ToList()) _isBroken[pool] = false;
            while (_underWay.Count > 0) End(_underWay[^1]);
            // The longest ejection, and three trials.
            for (var seconds = 0; seconds < 330; seconds++)
            {
                Pass(1000);
                foreach (var pool in _isBroken.Keys)
                    if (pool.TryBegin(out var ticket)) pool.Record(ticket, AttemptResult.Success, 1, _time.GetTimestamp());
            }
            Assert.All(_isBroken.Keys, pool => Assert.Equal(PoolPhase.Full, pool.Phase));
        }
    }
}
