namespace OrleansInference.Bench;

/// <summary>One model: the plain loop against the server, and for small ones the echo too, in rounds.</summary>
internal sealed class ModelLimit(LimitOptions options, ServerUnderTest server, Workload workload, TextWriter output, TextWriter progress)
{
    private readonly List<double> _loop = [];
    private readonly List<ServerRound> _server = [];
    private readonly List<double> _echoCpu = [];
    private readonly List<double> _echoRate = [];

    public async Task RunAsync()
    {
        var search = new LoopSearch(options.Program(workload.Model), workload, options.Probe, progress);
        var (loop, best) = await search.FindAsync();
        using (loop)
        {
            if (workload.IsSmall)
                await RunSmallAsync(loop, best, search.Cost());
            else
                await RunLargeAsync(loop, best);
        }

        Write(best);
    }

    private async Task RunLargeAsync(PlainLoop loop, LoopCandidate best)
    {
        var runs = new ServerRuns(options, server, workload);
        await runs.LargeAsync(); // Client and server compile what they run often.
        await RoundsAsync(
            async () => _loop.Add((await loop.RunAsync(best.Batches, options.Duration)).ItemsPerSecond),
            async () => _server.Add(await runs.LargeAsync()));
    }

    private async Task RunSmallAsync(PlainLoop loop, LoopCandidate best, PassCost cost)
    {
        var body = RequestBody.Grpc(workload.Request(0));
        var bodyFile = Path.Combine(options.Work, "body");
        await File.WriteAllBytesAsync(bodyFile, body);
        var client = new H2Load(bodyFile, options.Connections, options.Streams);
        using var echo = await EchoProcess.StartAsync(options.Echo, options.EchoPort, server.InferAddress, body, Path.Combine(options.Work, "answer"));
        var runs = new ServerRuns(options, server, workload);
        await client.RunAsync(server.InferAddress, options.Duration);
        await client.RunAsync(echo.Address(server.InferAddress), options.Duration / 2);
        await RoundsAsync(
            async () => _loop.Add((await loop.RunAsync(best.Batches, options.Duration)).ItemsPerSecond),
            async () => _server.Add(await runs.SmallAsync(client, cost)),
            async () =>
            {
                var cpu = echo.Cpu;
                var run = await client.RunAsync(echo.Address(server.InferAddress), options.Duration);
                _echoCpu.Add((echo.Cpu - cpu).TotalMicroseconds / run.Requests);
                _echoRate.Add(run.RequestsPerSecond);
            });
    }

    private Task RoundsAsync(params Func<Task>[] steps) => Rounds.RunAsync(workload.Model, options.Rounds, steps, progress);

    private void Write(LoopCandidate best)
    {
        var loop = Spread.Of(_loop);
        output.WriteLine();
        output.WriteLine($"{workload.Model}: the plain loop: {best.Packing.Name}, {best.Way}{(workload.IsMixed ? "; 64 lengths from 16 to 512, in turn" : "")}");
        Row("plain loop, items/s", loop.Text(LargeFormat));
        Row("server, items/s", Of(round => round.Rate).Text(LargeFormat), Of(round => round.Rate).Median / loop.Median, "of the loop");
        Row("server corrected for the client, items/s", Of(round => round.Corrected).Text(LargeFormat), Of(round => round.Corrected).Median / loop.Median, "of the loop");
        Row("processors: server / client, %", $"{Of(round => round.ServerShare * 100).Text()} / {Of(round => round.ClientShare * 100).Text()}");
        Row("items in a pass of the server", Of(round => round.MeanBatch).Text("F1"));
        if (!workload.IsSmall)
            return;
        var (own, echo) = (Of(round => round.OwnCpu), Spread.Of(_echoCpu));
        Row("server's own processor time, µs/request", own.Text("F1"), own.Median / echo.Median, "of the echo's");
        Row("echo's processor time, µs/request", echo.Text("F1"));
        Row("echo, requests/s", Spread.Of(_echoRate).Text());
    }

    private string LargeFormat => workload.IsSmall ? "F0" : "F1";

    private Spread Of(Func<ServerRound, double> value) => Spread.Of(_server.ConvertAll(round => value(round)));

    private void Row(string title, string value, double? ratio = null, string of = "") =>
        output.WriteLine($"  {title,-42}{value,30}{(ratio is { } number ? $"   {(number < 0.1 ? number.ToString("G2") : number.ToString("F2"))} {of}" : "")}");
}
