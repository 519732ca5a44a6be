namespace OrleansInference.Autoscaling.Policy;

/// <summary>Times of mean 1.</summary>
internal static class Distributions
{
    public static Func<double> Constant() => () => 1;

    public static Func<double> Exponential(Random random) => () => -Math.Log(1 - random.NextDouble());

    /// <summary>Of two exponential kinds, each with half of the mean; the squared coefficient of variation is above 1.</summary>
    public static Func<double> Hyperexponential(Random random, double variability)
    {
        var share = (1 + Math.Sqrt((variability - 1) / (variability + 1))) / 2;
        var exponential = Exponential(random);
        return () => exponential() / (2 * (random.NextDouble() < share ? share : 1 - share));
    }

    public static Func<double> LogNormal(Random random, double variability)
    {
        var variance = Math.Log(1 + variability);
        return () => Math.Exp((Math.Sqrt(variance) * Normal(random)) - (variance / 2));
    }

    /// <summary>The sum of so many exponential ones; the squared coefficient of variation is 1 / phases.</summary>
    public static Func<double> Erlang(Random random, int phases)
    {
        var exponential = Exponential(random);
        return () => Enumerable.Range(0, phases).Sum(_ => exponential()) / phases;
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
