using System.Diagnostics;

namespace OrleansInference.Bench;

/// <summary>The part of <c>bench/routing --simulate</c> that does it.</summary>
internal sealed class SimulationCommand(TextWriter output, TextWriter error)
{
    public int Run(string[] arguments)
    {
        var options = new CommandLineOptions(arguments);
        var replicas = (int)options.Number("--replicas", 1000, 1, 10_000);
        var plan = new SimulationPlan
        {
            Replicas = replicas,
            Dispatchers = (int)options.Number("--dispatchers", Math.Min(20, replicas), 1, replicas),
            Requests = (int)options.Number("--requests", 200_000, 100, 10_000_000),
            Slowness = options.Number("--slowness", 1, 1, 1000),
            Load = 0,
            Seed = 0,
        };
        var policies = (options.Text("--policy") ?? "least_work").Split(',');
        var binding = options.Text("--binding") ?? "late";
        var loads = options.Numbers("--load", "70,90", 99).ToList();
        var seeds = (int)options.Number("--seeds", 1, 1, 1000);
        var mistakes = options.Mistakes();
        foreach (var mistake in mistakes)
            error.WriteLine(mistake);
        if (mistakes.Count > 0)
            return 2;

        output.WriteLine($"{plan.Replicas} replicas, {plan.Dispatchers} dispatchers; 10 ms, and 100 ms for one in ten; about {plan.Requests} requests a run");
        output.WriteLine($"{"policy",-22}{"load %",8}{"seed",6}{"p50 ms",10}{"p99 ms",10}{"central",10}{"ratio",8}{"p99.9 ms",10}{"central",10}{"ratio",8}{"again %",9}{"faults",8}{"run s",8}");
        foreach (var load in loads)
        {
            foreach (var policy in policies)
            {
                for (var seed = 1; seed <= seeds; seed++)
                    Row(plan with { LateBinding = binding != "early", Policy = policy, Load = load / 100, Seed = seed });
            }
        }

        return 0;
    }

    private void Row(SimulationPlan plan)
    {
        var started = Stopwatch.GetTimestamp();
        var result = SimulatedRouting.Run(plan);
        var again = 100.0 * (result.Sent - result.Requests) / result.Requests;
        output.WriteLine(
            $"{plan.Policy,-22}{plan.Load * 100,8:F0}{plan.Seed,6}{Of(result.Latency, 0.5),10:F1}"
            + $"{Of(result.Latency, 0.99),10:F1}{Of(result.Central, 0.99),10:F1}{result.Ratio(0.99),8:F2}"
            + $"{Of(result.Latency, 0.999),10:F1}{Of(result.Central, 0.999),10:F1}{result.Ratio(0.999),8:F2}"
            + $"{again,9:F1}{result.Faults,8}{Stopwatch.GetElapsedTime(started).TotalSeconds,8:F1}");
    }

    private static double Of(Telemetry.Histogram latency, double share) => latency.Percentile(share) / 1e6;
}
