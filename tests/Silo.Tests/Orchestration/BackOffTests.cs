namespace OrleansInference.Orchestration;

public sealed class BackOffTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Each_failure_in_a_row_doubles_the_wait_up_to_the_bound()
    {
        var backOff = Create();
        foreach (var seconds in (int[])[1, 2, 4, 8, 8, 8])
        {
            backOff.Failed();
            Assert.InRange(backOff.Left.TotalSeconds, 0.75 * seconds, seconds);
        }
    }

    [Fact]
    public void Without_chance_it_is_twice_as_long_each_time()
    {
        var backOff = new BackOff(_time, random: null, first: TimeSpan.FromSeconds(1), most: TimeSpan.FromMinutes(1));

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(0, 8).Select(_ => backOff.Failed().TotalSeconds));
    }

    [Fact]
    public void Many_failures_do_not_overflow()
    {
        var backOff = Create();
        for (var i = 0; i < 5000; i++) backOff.Failed();

        Assert.InRange(backOff.Left.TotalSeconds, 6, 8);
    }

    [Fact]
    public void It_begins_anew_after_a_success()
    {
        var backOff = Create();
        backOff.Failed();
        backOff.Failed();
        backOff.Succeeded();
        Assert.Equal(TimeSpan.Zero, backOff.Left);

        backOff.Failed();
        Assert.InRange(backOff.Left.TotalSeconds, 0.75, 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, backOff.Left);
    }

    [Fact]
    public void What_the_other_side_asks_for_counts_where_it_is_longer()
    {
        var backOff = Create();

        backOff.Failed(TimeSpan.FromMinutes(2));
        Assert.Equal(TimeSpan.FromMinutes(2), backOff.Left);
        backOff.Failed(TimeSpan.Zero);
        Assert.InRange(backOff.Left.TotalSeconds, 1.5, 2);
    }

    private BackOff Create() => new(_time, new Random(1), first: TimeSpan.FromSeconds(1), most: TimeSpan.FromSeconds(8));
}
