namespace OrleansInference.Bench;

/// <summary>The parts of <c>bench/routing</c> that serve and that measure; the script starts them, and the peers.</summary>
internal sealed class RoutingCommand(TextWriter output, TextWriter error)
{
    public async Task<int> RunAsync(string[] arguments)
    {
        var options = new CommandLineOptions(arguments.AsSpan(Math.Min(1, arguments.Length)));
        var run = arguments switch
        {
            ["serve", ..] => Serve(options),
            ["bare", ..] => Bare(options),
            ["measure", ..] => Measure(options),
            _ => null,
        };
        var mistakes = run is null ? ["expected serve, bare or measure"] : options.Mistakes();
        foreach (var mistake in mistakes)
            error.WriteLine(mistake);
        if (mistakes.Count > 0)
            return 2;
        try
        {
            await run!();
            return 0;
        }
        catch (HttpRequestException exception)
        {
            error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static Func<Task> Serve(CommandLineOptions options)
    {
        var (port, slowness, policy) = (Port(options), LastSlowness(options), options.Text("--policy"));
        var (silos, replicas) = ((short)options.Number("--silos", 10, 1, 100), (int)options.Number("--replicas", 1, 1, 1000));
        return () => RoutedCluster.RunAsync(port, silos, replicas, slowness, policy);
    }

    private static Func<Task> Bare(CommandLineOptions options)
    {
        var (port, slowness) = (Port(options), LastSlowness(options));
        var servers = (int)options.Number("--servers", 10, 1, 1000);
        return () => BareServers.RunAsync(port, Slowness.Of(servers, slowness));
    }

    private Func<Task> Measure(CommandLineOptions options)
    {
        var ways = options.All("--way").Select(RoutingWay.Parse).ToList();
        if (ways.Count == 0 || ways.Contains(null))
            options.Mistake("--way: expected NAME=URL,URL at least once: where to send requests, and where to ask for the lateness of replicas");
        var loads = (options.Text("--load") ?? "").Split(',');
        foreach (var load in loads.Where(load => !RoutingMeasurement.IsLoad(load)))
            options.Mistake($"--load '{load}': expected saturation, overload, or a number above 0 and below 100");
        var measured = new RoutingOptions
        {
            Ways = ways.OfType<RoutingWay>().ToList(),
            Slowness = Slowness.Of((int)options.Number("--servers", 10, 1, 1000), LastSlowness(options)),
            Rounds = (int)options.Number("--rounds", 3, 1, 1000),
            Duration = TimeSpan.FromSeconds(options.Number("--seconds", 20, 0.1, 3600)),
            WarmUp = TimeSpan.FromSeconds(options.Number("--warmup", 4, 0.1, 3600)),
            Connections = (int)options.Number("--connections", 1024, 1, 4096),
        };
        var chart = options.Text("--chart");
        return async () =>
        {
            var picture = await new RoutingMeasurement(measured, output, error).RunAsync(loads);
            if (chart is not null && picture is not null)
                await File.WriteAllTextAsync(chart, picture);
        };
    }

    private static int Port(CommandLineOptions options) => (int)options.Number("--port", 18000, 1, ushort.MaxValue);

    private static double LastSlowness(CommandLineOptions options) => options.Number("--slowness", 1, 1, 1000);
}
