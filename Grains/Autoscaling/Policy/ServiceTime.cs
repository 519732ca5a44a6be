namespace OrleansInference.Autoscaling.Policy;

/// <summary>
/// A log-normal service time of a known mean and variability. Log-normal because measured service times are near it (L. Brown et al., Statistical Analysis of a Telephone Call
/// Center, JASA 100, 2005), its tail is not too light where variability is high, and a constant time is its limit.
/// </summary>
internal readonly struct ServiceTime
{
    // Of the normal distribution, 3·10⁻⁷ lies beyond on each side.
    private const double Ends = 5;
    private const int Steps = 32;

    private readonly double _location, _scale;

    /// <param name="meanSeconds">Above 0.</param>
    /// <param name="variability">Variance over squared mean; from 0.</param>
    public ServiceTime(double meanSeconds, double variability)
    {
        var variance = Math.Log(1 + variability);
        _location = Math.Log(meanSeconds) - (variance / 2);
        _scale = Math.Max(1e-9, Math.Sqrt(variance)); // so that a constant is no division by 0
    }

    /// <summary>The probability that it takes longer.</summary>
    public double Exceeds(double seconds) => seconds <= 0 ? 1 : UpperTail(Normal(seconds));

    /// <summary>The probability that it takes no longer, but does together with a wait before it that is exponential with this mean.</summary>
    public double ExceedsAfter(double meanWait, double seconds)
    {
        if (meanWait <= 0 || seconds <= 0) return 0;
        var end = Math.Min(Ends, Normal(seconds));
        if (end <= -Ends) return 0;
        // ∫ φ(z)·P(wait > seconds − service(z)) dz by Simpson's rule. All weights are positive, so it grows with the wait as the integral does.
        var step = (end + Ends) / Steps;
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
        {
            var z = -Ends + (i * step);
            var weight = i is 0 or Steps ? 1 : i % 2 == 0 ? 2 : 4;
            sum += weight * Math.Exp((-z * z / 2) - ((seconds - Seconds(z)) / meanWait));
        }
        return sum * step / 3 / Math.Sqrt(2 * Math.PI);
    }

    private double Seconds(double z) => Math.Exp(_location + (_scale * z));

    private double Normal(double seconds) => (Math.Log(seconds) - _location) / _scale;

    /// <summary>1 − Φ(z), within 10⁻⁷: M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 26.2.17.</summary>
    private static double UpperTail(double z)
    {
        if (z < 0) return 1 - UpperTail(-z);
        var t = 1 / (1 + (0.2316419 * z));
        var polynomial = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return polynomial * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
    }
}
