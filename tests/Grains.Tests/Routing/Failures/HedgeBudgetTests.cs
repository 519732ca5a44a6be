namespace OrleansInference.Routing.Failures;

public sealed class HedgeBudgetTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Second_copies_add_at_most_their_share_of_the_work()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var budget = new HedgeBudget(0.02, _time);
            double work = 0, hedged = 0;
            for (var i = 0; i < 2000; i++)
            {
                var seconds = Math.Exp(4 * random.NextDouble()) / 1000;
                budget.Deposit(seconds, _time.GetTimestamp());
                work += seconds;
                if (budget.TryWithdraw(seconds, _time.GetTimestamp())) hedged += seconds;
            }

            Assert.InRange(hedged / work, 0.0195, 0.02000001);
            _time.Advance(TimeSpan.FromSeconds(20));
        }
    }

    [Fact]
    public void A_costly_request_waits_for_fifty_times_its_work()
    {
        var budget = new HedgeBudget(0.02, _time);
        for (var i = 0; i < 49; i++) budget.Deposit(1, 0);
        Assert.False(budget.TryWithdraw(1, 0));

        budget.Deposit(1.001, 0);

        Assert.True(budget.TryWithdraw(1, 0));
        Assert.False(budget.TryWithdraw(1, 0));
    }

    [Fact]
    public void By_default_there_is_none()
    {
        var budget = new HedgeBudget(new FailureOptions().HedgeShare, _time);
        for (var i = 0; i < 1000; i++) budget.Deposit(1, 0);

        Assert.False(budget.IsOn);
        Assert.False(budget.TryWithdraw(1e-9, 0));
    }

    [Fact]
    public void Work_that_nobody_knows_is_not_free()
    {
        var budget = new HedgeBudget(0.02, _time);
        for (var i = 0; i < 100; i++) budget.Deposit(0, 0);

        Assert.Equal(2, Enumerable.Range(0, 100).Count(_ => budget.TryWithdraw(0, 0)));
    }
}
