using OrleansInference.Replicas;

namespace OrleansInference.Routing.Failures;

public sealed class OutlierDetectorTests
{
    private readonly ManualTime _time = new();
    private readonly FailureOptions _options = new();
    private readonly OutlierDetector _detector;
    private readonly List<PoolHealth> _pools = [];
    private readonly List<PoolPhase> _changes = [];

    public OutlierDetectorTests()
    {
        _detector = new OutlierDetector(_options, _time, pool => _changes.Add(pool.Phase));
        for (var i = 0; i < 4; i++) _pools.Add(_detector.Add(KeyOf(i)));
    }

    private long Now => _time.GetTimestamp();

    [Fact]
    public void Five_faults_in_a_row_eject()
    {
        var version = _detector.Version;
        Attempt(_pools[0], AttemptResult.Fault, 4);
        Assert.True(_pools[0].MayTake);
        Assert.Equal(version, _detector.Version);

        Attempt(_pools[0], AttemptResult.Fault);

        Assert.Equal(PoolPhase.Ejected, _pools[0].Phase);
        Assert.Equal(EjectionCause.Faults, _pools[0].Cause);
        Assert.False(_pools[0].MayTake);
        Assert.False(_pools[0].TryBegin(out _));
        Assert.NotEqual(version, _detector.Version);
    }

    [Fact]
    public void Five_time_outs_in_a_row_eject_where_others_answer()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(PoolPhase.Full, _pools[0].Phase);
            Attempt(_pools[0], AttemptResult.TimedOut);
            Attempt(_pools[1], AttemptResult.Success);
            if (i == 2) _detector.Remove(_pools[1], Now);
        }
        Assert.Equal(PoolPhase.Full, _pools[0].Phase);
        Attempt(_pools[2], AttemptResult.Success, 2);

        Attempt(_pools[0], AttemptResult.TimedOut);

        Assert.Equal(PoolPhase.Ejected, _pools[0].Phase);
    }

    [Fact]
    public void Where_every_pool_is_slower_than_expected_none_is_ejected()
    {
        foreach (var pool in _pools) Attempt(pool, AttemptResult.Success, 100);

        for (var i = 0; i < 100; i++)
            foreach (var pool in _pools) Attempt(pool, AttemptResult.TimedOut);

        Assert.All(_pools, pool => Assert.Equal(PoolPhase.Full, pool.Phase));
    }

    [Fact]
    public void A_success_in_between_begins_the_count_anew()
    {
        for (var i = 0; i < 10; i++)
        {
            Attempt(_pools[0], AttemptResult.Fault, 4);
            Attempt(_pools[0], AttemptResult.Success);
        }

        Assert.Equal(PoolPhase.Full, _pools[0].Phase);
    }

    [Fact]
    public void What_says_nothing_of_the_pool_never_ejects_it()
    {
        Attempt(_pools[0], AttemptResult.Neutral, 10_000);
        Assert.Equal(PoolPhase.Full, _pools[0].Phase);

        Eject(_pools[0]);
        Probe(_pools[0]);
        Attempt(_pools[0], AttemptResult.Neutral, 100);

        Assert.Equal(PoolPhase.Probation, _pools[0].Phase);
        Assert.True(_pools[0].MayTake);
    }

    [Fact]
    public void On_probation_it_takes_one_at_a_time_and_three_successes_bring_it_back()
    {
        Eject(_pools[0]);
        Pass(TimeSpan.FromSeconds(9.9));
        Assert.Equal(PoolPhase.Ejected, _pools[0].Phase);
        Pass(TimeSpan.FromSeconds(0.2));

        for (var trial = 0; trial < OutlierDetector.TrialsToReturn; trial++)
        {
            Assert.Equal(PoolPhase.Probation, _pools[0].Phase);
            var version = _detector.Version;
            Assert.True(_pools[0].TryBegin(out var ticket));
            Assert.False(_pools[0].MayTake);
            Assert.False(_pools[0].TryBegin(out _));
            Assert.NotEqual(version, _detector.Version);
            _pools[0].Record(ticket, AttemptResult.Success, 1, Now);
            Assert.True(_pools[0].MayTake);
        }

        Assert.Equal(PoolPhase.Full, _pools[0].Phase);
        Assert.Equal(Now, _pools[0].ReturnedAt);
        Assert.Equal([PoolPhase.Ejected, PoolPhase.Probation, PoolPhase.Full], _changes);
    }

    [Fact]
    public void Ejections_double_to_five_minutes_while_probation_fails()
    {
        Eject(_pools[0]);
        foreach (var seconds in new[] { 10, 20, 40, 80, 160, 300, 300, 300 })
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), new TimeSpan(_pools[0].EjectedUntil - Now));
            Probe(_pools[0]);
            Attempt(_pools[0], AttemptResult.TimedOut);
            Assert.Equal(PoolPhase.Ejected, _pools[0].Phase);
        }
    }

    [Fact]
    public void Ejections_are_forgotten_as_slowly_as_they_came()
    {
        Eject(_pools[0]);
        for (var i = 0; i < 20; i++)
        {
            Probe(_pools[0]);
            Attempt(_pools[0], AttemptResult.Fault);
        }
        Probe(_pools[0]);
        Attempt(_pools[0], AttemptResult.Success, 3);
        Assert.Equal(6, _pools[0].Ejections);

        Pass(TimeSpan.FromSeconds(301));
        Assert.Equal(5, _pools[0].Ejections);

        Pass(TimeSpan.FromSeconds(160 + 80 + 40 + 20 + 10 + 5));
        Assert.Equal(0, _pools[0].Ejections);
    }

    [Fact]
    public void What_began_before_says_nothing_of_a_pool_on_probation()
    {
        var tickets = Enumerable.Range(0, 50).Select(_ => Begin(_pools[0])).ToList();
        Eject(_pools[0]);
        Probe(_pools[0]);
        var trial = Begin(_pools[0]);

        // Calls to the silo that was killed break one after the other.
        foreach (var ticket in tickets) _pools[0].Record(ticket, AttemptResult.Fault, 0, Now);

        Assert.Equal(PoolPhase.Probation, _pools[0].Phase);
        Assert.False(_pools[0].TryBegin(out _));
        _pools[0].Record(trial, AttemptResult.Success, 1, Now);
        Assert.True(_pools[0].MayTake);
    }

    [Fact]
    public void Half_of_the_pools_stay()
    {
        foreach (var pool in _pools) Attempt(pool, AttemptResult.Fault, 20);
        Assert.Equal(2, _pools.Count(pool => pool.Phase == PoolPhase.Ejected));

        // Those on probation are not back, so the others still have to bear the load.
        Pass(TimeSpan.FromSeconds(11));
        foreach (var pool in _pools.Where(pool => pool.Phase == PoolPhase.Full).ToList()) Attempt(pool, AttemptResult.Fault, 20);

        Assert.Equal([PoolPhase.Probation, PoolPhase.Probation, PoolPhase.Full, PoolPhase.Full], _pools.Select(pool => pool.Phase));
    }

    [Fact]
    public void The_last_pool_is_never_ejected_and_returns_when_the_others_leave()
    {
        Eject(_pools[0]);
        Eject(_pools[1]);
        _detector.Remove(_pools[2], Now);
        Assert.Equal(1, _pools.Take(2).Count(pool => pool.Phase == PoolPhase.Full));

        _detector.Remove(_pools[3], Now);
        _detector.Remove(_pools[1], Now);
        Assert.Equal(PoolPhase.Full, _pools[0].Phase);
        Attempt(_pools[0], AttemptResult.Fault, 100);
        Assert.Equal(PoolPhase.Full, _pools[0].Phase);

        _detector.Remove(_pools[0], Now);
        _detector.Remove(_pools[0], Now);
    }

    [Fact]
    public void A_pool_that_was_removed_counts_for_nothing()
    {
        _detector.Remove(_pools[0], Now);
        Attempt(_pools[0], AttemptResult.Fault, 20);
        var version = _detector.Version;

        Eject(_pools[1]);

        Assert.Equal(PoolPhase.Ejected, _pools[1].Phase);
        Assert.Equal(PoolPhase.Full, _pools[0].Phase);
        Assert.NotEqual(version, _detector.Version);
    }

    [Fact]
    public void A_share_of_zero_ejects_none()
    {
        var detector = new OutlierDetector(new FailureOptions { MaxEjectedShare = 0 }, _time);
        var pools = Enumerable.Range(0, 10).Select(i => detector.Add(KeyOf(i))).ToList();

        Attempt(pools[0], AttemptResult.Fault, 100);

        Assert.Equal(PoolPhase.Full, pools[0].Phase);
    }

    [Fact]
    public void A_limit_below_the_base_is_the_base()
    {
        var detector = new OutlierDetector(new FailureOptions { BaseEjection = TimeSpan.FromSeconds(30), MaxEjection = TimeSpan.FromSeconds(1) }, _time);
        var pools = Enumerable.Range(0, 2).Select(i => detector.Add(KeyOf(i))).ToList();

        Attempt(pools[0], AttemptResult.Fault, 5);

        Assert.Equal(TimeSpan.FromSeconds(30), new TimeSpan(pools[0].EjectedUntil - Now));
    }

    internal static PoolKey KeyOf(int number) => new(Sample.Model, 1, SiloAddress.FromParsableString($"127.0.0.1:{11111 + number}@1"));

    private static long Begin(PoolHealth pool)
    {
        Assert.True(pool.TryBegin(out var ticket));
        return ticket;
    }

    private void Attempt(PoolHealth pool, AttemptResult result, int times = 1)
    {
        for (var i = 0; i < times; i++)
            if (pool.TryBegin(out var ticket)) pool.Record(ticket, result, 1, Now);
    }

    private void Eject(PoolHealth pool) => Attempt(pool, AttemptResult.Fault, 5);

    /// <summary>Waits until it is on probation.</summary>
    private void Probe(PoolHealth pool)
    {
        _time.Advance(new TimeSpan(pool.EjectedUntil - Now));
        _detector.Refresh(Now);
        Assert.Equal(PoolPhase.Probation, pool.Phase);
    }

    private void Pass(TimeSpan span)
    {
        for (var end = Now + span.Ticks; Now < end;)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            _detector.Refresh(Now);
        }
    }
}
