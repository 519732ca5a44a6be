namespace OrleansInference.Bench;

/// <summary>Loads the server to saturation and accounts for what it did.</summary>
internal sealed class ServerRuns(LimitOptions options, ServerUnderTest server, Workload workload)
{
    /// <summary>By h2load, which takes little of a processor, with the first request's bytes.</summary>
    /// <param name="client">What loads.</param>
    /// <param name="cost">Of a forward pass.</param>
    public async Task<ServerRound> SmallAsync(H2Load client, PassCost cost)
    {
        var (cpu, before) = (server.Cpu, await server.StatisticsAsync(workload.Model));
        var run = await client.RunAsync(server.InferAddress, options.Duration);
        var (used, done) = (server.Cpu - cpu, (await server.StatisticsAsync(workload.Model)).Since(before));
        Check(done, cancelled: options.Connections * options.Streams);
        var passes = done.Passes.Sum(size => size.Value * cost.Of(size.Key));
        return Round(run, used, run.Requests / run.RequestsPerSecond, done, (used.TotalMicroseconds - passes) / done.Succeeded);
    }

    /// <summary>By the client library, requests in turn.</summary>
    public async Task<ServerRound> LargeAsync()
    {
        var before = await server.StatisticsAsync(workload.Model);
        var (run, used, seconds) = await new ClosedLoop(server.Client, workload, options.InFlight).RunAsync(options.Duration, () => server.Cpu);
        var done = (await server.StatisticsAsync(workload.Model)).Since(before);
        Check(done, cancelled: 0);
        return Round(run, used, seconds, done, double.NaN);
    }

    private static ServerRound Round(ClientResult run, TimeSpan used, double seconds, ServerStatistics done, double ownCpu) => new(
        run.RequestsPerSecond,
        Rate.WithoutClient(run.RequestsPerSecond, run.Cpu, seconds, Environment.ProcessorCount),
        run.Cpu.TotalSeconds / (seconds * Environment.ProcessorCount),
        used.TotalSeconds / (seconds * Environment.ProcessorCount),
        done.MeanBatch,
        ownCpu);

    /// <param name="done">What the server counted.</param>
    /// <param name="cancelled">As many as the client may have given up at the end of its time.</param>
    private void Check(ServerStatistics done, int cancelled)
    {
        if (done.Failed > cancelled)
            throw new InvalidDataException($"{done.Failed} requests for {workload.Model} failed at the server, {done.Succeeded} succeeded.");
    }
}
