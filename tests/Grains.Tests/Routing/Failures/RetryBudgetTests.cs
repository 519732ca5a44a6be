namespace OrleansInference.Routing.Failures;

public sealed class RetryBudgetTests
{
    private readonly ManualTime _time = new();

    private long Now => _time.GetTimestamp();

    [Fact]
    public void Retries_stay_a_share_of_any_ten_seconds_whatever_the_traffic()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var time = new ManualTime();
            var (share, minimum) = (random.Next(4) / 10.0, random.Next(4));
            var budget = new RetryBudget(share, minimum, time);
            List<(long At, bool IsRetry)> history = [];
            for (var step = 0; step < 400; step++)
            {
                time.Advance(TimeSpan.FromMilliseconds(random.Next(5) == 0 ? random.Next(3000) : random.Next(20)));
                var now = time.GetTimestamp();
                if (random.Next(3) > 0)
                {
                    budget.Deposit(now);
                    history.Add((now, false));
                }
                else if (budget.TryWithdraw(now))
                {
                    history.Add((now, true));
                    // The slices are whole seconds of the clock.
                    var window = history.Where(each => each.At / TimeSpan.TicksPerSecond > (now / TimeSpan.TicksPerSecond) - 10).ToList();
                    var (retries, requests) = (window.Count(each => each.IsRetry), window.Count(each => !each.IsRetry));
                    Assert.True(retries <= (share * requests) + (minimum * 10), $"Seed {seed}, step {step}: {retries} retries for {requests} requests at {share} and {minimum}.");
                }
            }
        }
    }

    [Theory]
    [InlineData(0.1, 0, 1000, 100)]
    [InlineData(0.1, 3, 0, 30)]
    [InlineData(0.1, 3, 1000, 130)]
    [InlineData(0, 1, 1000, 10)]
    [InlineData(0, 0, 1000, 0)]
    public void All_of_the_budget_can_be_spent_and_no_more(double share, int minimumPerSecond, int requests, int retries)
    {
        var budget = new RetryBudget(share, minimumPerSecond, _time);
        for (var i = 0; i < requests; i++) budget.Deposit(Now);

        var allowed = Enumerable.Range(0, requests + 100).Count(_ => budget.TryWithdraw(Now));

        Assert.Equal(retries, allowed);
    }

    [Fact]
    public void What_was_not_used_is_gone_after_ten_seconds()
    {
        var budget = new RetryBudget(0.5, 0, _time);
        for (var i = 0; i < 100; i++) budget.Deposit(Now);
        _time.Advance(TimeSpan.FromSeconds(8));
        Assert.True(budget.TryWithdraw(Now));

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.False(budget.TryWithdraw(Now));
    }

    [Fact]
    public void What_was_used_comes_back_with_the_requests_of_the_next_ten_seconds()
    {
        var budget = new RetryBudget(0.1, 1, _time);
        for (var second = 0; second < 100; second++)
        {
            for (var i = 0; i < 100; i++) budget.Deposit(Now);
            var allowed = Enumerable.Range(0, 100).Count(_ => budget.TryWithdraw(Now));
            Assert.Equal(second % 10 == 0 ? 20 : 10, allowed);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void A_model_that_was_idle_for_a_day_has_its_minimum_and_not_a_days()
    {
        var budget = new RetryBudget(0.1, 2, _time);
        budget.Deposit(Now);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(20, Enumerable.Range(0, 100).Count(_ => budget.TryWithdraw(Now)));
    }

    [Fact]
    public async Task No_deposit_of_many_threads_is_lost_and_nothing_is_withdrawn_twice()
    {
        const int Threads = 4, Requests = 50_000;
        var budget = new RetryBudget(0.1, 0, _time);
        var now = Now;

        var withdrawn = await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            var count = 0;
            for (var i = 0; i < Requests; i++)
            {
                budget.Deposit(now);
                if (budget.TryWithdraw(now)) count++;
            }
            return count;
        })).ToArray()).WaitAsync(TimeSpan.FromMinutes(1));
        var rest = Enumerable.Range(0, Threads * Requests).Count(_ => budget.TryWithdraw(now));

        Assert.Equal(Threads * Requests / 10, withdrawn.Sum() + rest);
    }
}
