namespace OrleansInference.Routing.Failures;

/// <summary>
/// Keeps the work of second copies to a share of all work over any ten seconds. Work and not requests, because it is the costly requests that are late.
/// For any thread.
/// </summary>
/// <param name="share">See <see cref="FailureOptions.HedgeShare"/>; 0 turns hedging off.</param>
/// <param name="time">Whose timestamps are passed as <c>now</c>.</param>
internal sealed class HedgeBudget(double share, TimeProvider time)
{
    private const double PerSecond = 1e9;

    // A request whose work nobody knows yet would be free otherwise.
    private const double LeastSeconds = 1e-6;

    private readonly SlidingBudget _budget = new(share, reserve: 0, time);

    public bool IsOn { get; } = share > 0;

    /// <summary>For each request, once.</summary>
    /// <param name="workSeconds">Its estimated service time, without any wait.</param>
    /// <param name="now">A timestamp.</param>
    public void Deposit(double workSeconds, long now)
    {
        if (IsOn) _budget.Put(Amount(workSeconds), now);
    }

    /// <summary>For each second copy; false: it may not be sent.</summary>
    public bool TryWithdraw(double workSeconds, long now) => IsOn && _budget.TryTake(Amount(workSeconds), now);

    private static long Amount(double workSeconds) => (long)(Math.Clamp(workSeconds, LeastSeconds, TimeSpan.SecondsPerDay) * PerSecond);
}
