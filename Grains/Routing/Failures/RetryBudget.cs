namespace OrleansInference.Routing.Failures;

/// <summary>
/// Keeps the retries of a model to a share of its requests and a few per second beside, over any ten seconds: where everything fails, retries add
/// that share to the load, instead of multiplying it. Finagle's RetryBudget, with half of its share (Finagle: 20 % and 10 per second and client). For any thread.
/// </summary>
/// <param name="share">See <see cref="FailureOptions.RetryShare"/>.</param>
/// <param name="minimumPerSecond">See <see cref="FailureOptions.MinRetriesPerSecond"/>.</param>
/// <param name="time">Whose timestamps are passed as <c>now</c>.</param>
internal sealed class RetryBudget(double share, int minimumPerSecond, TimeProvider time)
{
    private readonly SlidingBudget _budget = new(share, (long)minimumPerSecond * SlidingBudget.Slices, time);

    /// <summary>For each request, once, however many attempts it takes.</summary>
    public void Deposit(long now) => _budget.Put(1, now);

    /// <summary>For each attempt beyond a request's first; false: it may not be made.</summary>
    public bool TryWithdraw(long now) => _budget.TryTake(1, now);
}
