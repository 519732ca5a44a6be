namespace OrleansInference.Autoscaling.Policy;

/// <summary>The guess that the load stays as it is: as the last minute, or as the mean of the last ten, whichever has been better.</summary>
internal readonly ref struct NoChange
{
    private const int Recent = 10;

    private readonly ReadOnlySpan<double> _last, _mean;
    private readonly Backtest _backtest;

    public NoChange(ReadOnlySpan<double> minutes, Backtest backtest)
    {
        var (mean, sum) = (new double[minutes.Length], 0.0);
        for (var i = 0; i < minutes.Length; i++)
        {
            sum += minutes[i] - (i >= Recent ? minutes[i - Recent] : 0);
            mean[i] = sum / Math.Min(i + 1, Recent);
        }
        _last = minutes;
        _mean = mean;
        _backtest = backtest;
    }

    /// <summary>See <see cref="Backtest.Error"/>.</summary>
    public double Error(int count, int before = 0) => Math.Min(_backtest.Error(_last, count, before), _backtest.Error(_mean, count, before));
}
