using Xunit.Abstractions;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>How close the model is to a queue that is simulated customer by customer; docs/decisions/queue-approximation.md has the table that this writes.</summary>
public sealed class QueueSimulationTests(ITestOutputHelper output)
{
    private const int Customers = 500_000;

    // What the wait may be off, as a share of it; 0.1 mean service times go by in any case. At a utilisation of 0.95 chance alone makes it a tenth.
    [Theory]
    [InlineData("M/M", 1, 0.65, 0.1)]
    [InlineData("M/M", 4, 0.5, 0.1)]
    [InlineData("M/M", 4, 0.65, 0.1)]
    [InlineData("M/M", 4, 0.8, 0.1)]
    [InlineData("M/M", 4, 0.95, 0.2)]
    [InlineData("M/D", 8, 0.5, 0.1)]
    [InlineData("M/D", 8, 0.65, 0.1)]
    [InlineData("M/D", 8, 0.8, 0.1)]
    [InlineData("M/D", 8, 0.95, 0.2)]
    [InlineData("M/H2", 4, 0.65, 0.2)]
    [InlineData("M/H2", 8, 0.65, 0.2)]
    [InlineData("M/H2", 8, 0.8, 0.2)]
    [InlineData("M/H2", 8, 0.95, 0.2)]
    [InlineData("M/LN", 4, 0.65, 0.1)]
    [InlineData("M/LN", 8, 0.65, 0.4)]
    [InlineData("M/LN", 8, 0.8, 0.1)]
    [InlineData("E4/LN", 8, 0.65, 0.1)]
    [InlineData("H2/M", 4, 0.65, 0.2)]
    [InlineData("H2/M", 8, 0.65, 0.2)]
    [InlineData("H2/M", 32, 0.8, 0.2)]
    public void The_99th_percentiles_are_near_those_of_a_simulated_queue(string kind, int replicas, double utilisation, double waitShare)
    {
        var random = new Random(1);
        var (gap, arrivals) = Arrivals(kind, random);
        var (service, work) = Service(kind, random);
        var queue = new QueueModel(replicas * utilisation, 1, arrivals, work);

        var (waits, latencies) = SimulatedQueue.Run(replicas, () => gap() / queue.Offered, service, Customers);

        var (wait, latency) = (SimulatedQueue.Percentile(waits, 0.99), SimulatedQueue.Percentile(latencies, 0.99));
        output.WriteLine(
            $"| {kind}/{replicas} | {utilisation} | {waits.Average():F3} | {queue.MeanWait(replicas):F3} | {wait:F2} | {queue.WaitPercentile(replicas, 0.99):F2} | {latency:F2} | {queue.LatencyPercentile(replicas, 0.99):F2} |");
        Assert.Equal(wait, queue.WaitPercentile(replicas, 0.99), (waitShare * wait) + 0.1);
        Assert.Equal(latency, queue.LatencyPercentile(replicas, 0.99), (0.2 * latency) + 0.1);
    }

    [Fact]
    public void The_simulated_queue_has_the_wait_that_is_known_exactly()
    {
        var random = new Random(2);
        var (gap, service) = (Distributions.Exponential(random), Distributions.Exponential(random));
        var (waits, _) = SimulatedQueue.Run(3, () => gap() / 2, service, Customers);
        Assert.Equal(4.0 / 9, waits.Count(wait => wait > 0) / (double)Customers, 0.01);
        Assert.Equal(4.0 / 9, waits.Average(), 0.02); // C / (m − a)
    }

    private static (Func<double> Next, double Variability) Arrivals(string kind, Random random) => kind.Split('/')[0] switch
    {
        "M" => (Distributions.Exponential(random), 1),
        "H2" => (Distributions.Hyperexponential(random, 4), 4),
        "E4" => (Distributions.Erlang(random, 4), 0.25),
        _ => throw new ArgumentException(kind),
    };

    private static (Func<double> Next, double Variability) Service(string kind, Random random) => kind.Split('/')[1] switch
    {
        "M" => (Distributions.Exponential(random), 1),
        "D" => (Distributions.Constant(), 0),
        "H2" => (Distributions.Hyperexponential(random, 4), 4),
        "LN" => kind == "E4/LN" ? (Distributions.LogNormal(random, 0.5), 0.5) : (Distributions.LogNormal(random, 4), 4),
        _ => throw new ArgumentException(kind),
    };
}
