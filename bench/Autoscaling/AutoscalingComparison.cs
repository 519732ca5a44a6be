using System.Diagnostics;

namespace OrleansInference.Bench;

/// <summary>Every rule on every workload, with the same requests at the same times and the same replicas at the start.</summary>
internal sealed class AutoscalingComparison(AutoscalingOptions options, TextWriter output)
{
    public void Run()
    {
        List<ScalingPanel> panels = [];
        foreach (var name in options.Workloads)
            panels.Add(Run(name));
        if (options.Chart is { } file)
            File.WriteAllText(file, ScalingPicture.Draw([.. panels]));
    }

    private ScalingPanel Run(string name)
    {
        var started = Stopwatch.GetTimestamp();
        var workloads = options.SeedsOf(name).Select(seed => ScalingWorkloads.Find(name, options.Data, seed, options.Share) with { MaxWaitSeconds = options.MaxWaitSeconds }).ToList();
        var least = ScalingResult.Sum([.. workloads.AsParallel().AsOrdered().Select(ClairvoyantSchedule.Find)]);
        var results = options.Rules
            .Select(rule => ScalingResult.Sum([.. workloads.AsParallel().AsOrdered().Select(workload => QueueSimulation.Run(workload, ScalingRules.New(rule, workload)))]))
            .Append(least).ToList();
        var (requests, hours, work) = (least.Requests, least.Hours, workloads.Sum(workload => workload.WorkSeconds));
        new AutoscalingTable(output).Write(
            $"{name}: {requests} requests in {hours:0.#} h, {work / least.Hours / 3600:0.0} replicas' worth of work, {workloads[0].Replicas} at the start; {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s",
            results, least.ReplicaSeconds);
        return new ScalingPanel(workloads[0], [.. results]);
    }
}
