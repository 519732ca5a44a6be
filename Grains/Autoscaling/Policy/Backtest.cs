namespace OrleansInference.Autoscaling.Policy;

/// <summary>
/// What guesses would have been worth: each was made from what was known then, some steps before its minute. Too little hurts more than too much, so it counts three times:
/// with too few replicas requests wait, with too many one is idle.
/// </summary>
/// <param name="minutes">What came, minute by minute.</param>
/// <param name="steps">How many minutes ahead the guesses were.</param>
internal readonly ref struct Backtest(ReadOnlySpan<double> minutes, int steps)
{
    private const double WeightOfTooLittle = 3;

    private readonly ReadOnlySpan<double> _minutes = minutes;

    /// <summary>The weighted mean absolute error.</summary>
    /// <param name="guesses">At the index of each minute, what was expected then of <c>steps</c> minutes later.</param>
    /// <param name="count">So many guesses,</param>
    /// <param name="before">without the latest so many of those whose minute has come.</param>
    public double Error(ReadOnlySpan<double> guesses, int count, int before = 0)
    {
        var (sum, end) = (0.0, guesses.Length - steps - before);
        for (var i = end - count; i < end; i++)
        {
            var missing = _minutes[i + steps] - guesses[i];
            sum += missing > 0 ? WeightOfTooLittle * missing : -missing;
        }
        return sum / count;
    }
}
