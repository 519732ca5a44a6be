namespace OrleansInference.Bench;

/// <summary>Draws arrivals whose rate changes with time, and lengths that are spread like the trace's, from a seed.</summary>
internal static class DrawnWorkload
{
    // Log-normal with the trace's mean, 1155 tokens, and its coefficient of variation, 0.96; no longer than its longest.
    private const double LogMean = 6.725;
    private const double LogDeviation = 0.808;
    private const double MostTokens = 14_050;

    private const double NoiseStepSeconds = 10;
    private const double NoiseMemorySeconds = 120;

    /// <param name="name">Of the workload.</param>
    /// <param name="seconds">How long it lasts.</param>
    /// <param name="rate">Requests a second, at a time in seconds.</param>
    /// <param name="noise">
    /// By which share the rate strays, about; it forgets how within minutes (an Ornstein-Uhlenbeck process of the rate's logarithm), which Poisson arrivals alone do at once.
    /// </param>
    /// <param name="seed">Of everything.</param>
    public static ScalingWorkload Draw(string name, double seconds, Func<double, double> rate, double noise, int seed)
    {
        List<double> arrivals = [];
        List<double> services = [];
        var (times, lengths, strays) = (new Random(seed), new Random(~seed), new Random(seed ^ 0x5bd1e995));
        var stray = noise * Normal(strays);
        var memory = Math.Exp(-NoiseStepSeconds / NoiseMemorySeconds);
        for (var from = 0.0; from < seconds; from += NoiseStepSeconds)
        {
            // Constant within a step, where arrivals without memory can begin anew.
            var stepRate = rate(from) * Math.Exp(stray - (noise * noise / 2));
            var end = Math.Min(from + NoiseStepSeconds, seconds);
            for (var due = from + Gap(times, stepRate); due < end; due += Gap(times, stepRate))
            {
                arrivals.Add(due);
                services.Add(ScalingWorkload.ServiceSeconds(Math.Min(MostTokens, Math.Exp(LogMean + (LogDeviation * Normal(lengths))))));
            }

            stray = (stray * memory) + (noise * Math.Sqrt(1 - (memory * memory)) * Normal(strays));
        }

        return new ScalingWorkload
        {
            Name = name,
            Arrivals = [.. arrivals],
            Services = [.. services],
            Seconds = seconds,
            Replicas = ScalingWorkload.ReplicasFor(rate(0) * ScalingWorkload.ServiceSeconds(Math.Exp(LogMean + (LogDeviation * LogDeviation / 2)))),
        };
    }

    private static double Gap(Random random, double rate) => -Math.Log(1 - random.NextDouble()) / rate;

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
