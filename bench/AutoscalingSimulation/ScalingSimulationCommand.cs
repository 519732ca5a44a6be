using System.Diagnostics;

namespace OrleansInference.Bench;

/// <summary>The part of <c>bench/autoscaling --grains</c> that does it.</summary>
internal sealed class ScalingSimulationCommand(TextWriter output, TextWriter error)
{
    /// <summary>A day in two hours; whole, it would take half an hour of real time for each rule.</summary>
    private const double DiurnalShare = 1.0 / 12;

    public int Run(string[] arguments)
    {
        if (AutoscalingOptions.Parse(arguments, defaultSeeds: 1, error, SimulatedScaling.Autoscaler) is not { } options)
            return 2;
        try
        {
            foreach (var name in options.Workloads)
                Compare(name, options);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            error.WriteLine(exception.Message);
            return 1;
        }
    }

    private void Compare(string name, AutoscalingOptions options)
    {
        var started = Stopwatch.GetTimestamp();
        var share = options.Share * (name == "diurnal" ? DiurnalShare : 1);
        var seeds = options.SeedsOf(name).Select(seed => (Seed: seed, Workload: ScalingWorkloads.Find(name, options.Data, seed, share) with { MaxWaitSeconds = options.MaxWaitSeconds })).ToList();
        var least = ScalingResult.Sum([.. seeds.Select(each => ClairvoyantSchedule.Find(each.Workload))]);
        var results = options.Rules
            .Select(rule => ScalingResult.Sum([.. seeds.Select(each => SimulatedScaling.Run(each.Workload, rule == SimulatedScaling.Autoscaler ? null : ScalingRules.New(rule, each.Workload), each.Seed))]))
            .Append(least).ToList();
        new AutoscalingTable(output).Write(
            $"{name}, real grains: {least.Requests} requests in {least.Hours:0.#} h; {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s", results, least.ReplicaSeconds);
        foreach (var result in results)
            if (result.SiloSeconds is { } siloSeconds)
                output.WriteLine($"{result.Name}: with its empty silos {siloSeconds:F0} replica s, cost {siloSeconds / least.ReplicaSeconds:F2}");
    }
}
