namespace OrleansInference.Bench;

/// <summary>Measures what a request costs on its way through one, two and three processes, against bare grain calls of the same bytes; <c>serve</c> is what it starts for that.</summary>
internal sealed class ClusterCommand(TextWriter output, TextWriter error)
{
    public async Task<int> RunAsync(string[] arguments)
    {
        var serves = arguments is ["serve", ..];
        var options = new CommandLineOptions(arguments.AsSpan(serves ? 1 : 0));
        var port = (int)options.Number("--port", 18100, 1024, ushort.MaxValue - 10);
        var connections = (int)options.Number("--connections", 1, 1, 16);
        Func<Task> run = serves ? Serve(options, port, connections) : Measure(options, port, connections);
        var mistakes = options.Mistakes();
        foreach (var mistake in mistakes) error.WriteLine(mistake);
        if (mistakes.Count > 0) return 2;
        await run();
        return 0;
    }

    private Func<Task> Serve(CommandLineOptions options, int port, int connections)
    {
        var primary = (int)options.Number("--primary", port, 1024, ushort.MaxValue);
        return async () =>
        {
            using var silo = await BenchSilo.StartAsync(port, primary, connections);
            output.WriteLine(SiloProcess.Ready);
            // Ends with who started it.
            await Console.In.ReadToEndAsync();
            await silo.StopAsync();
        };
    }

    private Func<Task> Measure(CommandLineOptions options, int port, int connections)
    {
        var measured = new ClusterOptions
        {
            Port = port,
            Connections = connections,
            Rounds = (int)options.Number("--rounds", 5, 1, 1000),
            Duration = TimeSpan.FromSeconds(options.Number("--seconds", 2, 0.1, 600)),
            Sizes = [.. options.Numbers("--bytes", "64,600000,6000000", 90e6).Select(bytes => (int)bytes)],
            Callers = [.. options.Numbers("--callers", "1,16", 1024).Select(callers => (int)callers)],
            LargeBytes = (int)options.Number("--large", 0, 0, 90e6),
        };
        return () => new ClusterMeasurement(measured, output, error).RunAsync();
    }
}
