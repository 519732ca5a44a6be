namespace OrleansInference.Bench;

/// <summary>The command line of the load generator.</summary>
internal sealed class LoadCommand(TextWriter output, TextWriter error, ILoadClock clock)
{
    private const double MostRate = 1_000_000;
    private const int ReportColumns = 100;
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(10);

    private const string Help =
        """
        Loads an HTTP server and measures it.

          open     --url U --rate R     open loop: R requests a second, whatever the server does; latency counts from when each was due
          closed   --url U              closed loop: each connection sends as soon as it has its answer; tells the most throughput
          compare  --first NAME=U --second NAME=U [--rates R,R,…] [--rounds 5]
                                        both servers in turn, at each rate and in a closed loop; medians and ratios

          sweep    --first NAME=U --second NAME=U [--bound MS]
                                        both servers in turn, in open loops at shares of what each can do; the rate at which p99 is the bound
          chart    --out FILE --sweep NAME=FILE …   a picture (SVG) of sweeps

          --loads S,S,…        of a sweep: shares of the closed loop's throughput; default 0.1,0.5,0.75,0.9,1.05
          --bound MS           of a sweep; default ten times what one request alone takes at the slower of the two
          --table FILE         of a sweep: gets its points
          --body FILE          sent by POST; several are sent in turn; without it, GET
          --header 'N: value'  a header line; may be repeated
          --arrivals A         poisson (default) or constant: the gaps of an open loop
          --seed N             of Poisson arrivals; default 1
          --connections N      at most; each has a thread; default 16
          --warmup S           seconds that are not recorded; default 2
          --seconds S          seconds that are; default 10
          --count N            ends the run after as many recorded requests
          --timeout S          seconds for one answer, and for the backlog at the end; default 10
        """;

    public int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments.IsEmpty || arguments.IndexOfAny("--help", "-h") >= 0)
        {
            output.WriteLine(Help);
            return arguments.IsEmpty ? 2 : 0;
        }

        var options = new CommandLineOptions(arguments[1..]);
        var run = arguments[0] switch
        {
            "open" => Open(options),
            "closed" => Closed(options),
            "compare" => Compare(options),
            "sweep" => Sweep(options),
            "chart" => Chart(options),
            _ => null,
        };
        var mistakes = run is null ? [$"'{arguments[0]}': expected open, closed, compare, sweep or chart"] : options.Mistakes();
        foreach (var mistake in mistakes)
            error.WriteLine(mistake);
        if (mistakes.Count > 0)
            return 2;
        try
        {
            run!();
            return 0;
        }
        catch (InvalidDataException exception)
        {
            error.WriteLine(exception.Message);
            return 1;
        }
    }

    private Action Open(CommandLineOptions options)
    {
        var plan = WithRate(options, Plan(options), options.Number("--rate", double.NaN, 0.001, MostRate));
        if (double.IsNaN(plan.RequestsPerSecond!.Value))
            options.Mistake("--rate: expected requests a second");
        return RunOne(options, plan);
    }

    private Action Closed(CommandLineOptions options) => RunOne(options, Plan(options));

    private Action RunOne(CommandLineOptions options, LoadPlan plan)
    {
        var url = options.Required("--url", "an address such as http://127.0.0.1:8000/v2/models/tiny/infer", ParseUrl);
        var target = Target(options, plan.Timeout);
        return () => new BenchReport(plan, LoadRun.Run(plan, target(url!), clock)).WriteText(output, ReportColumns);
    }

    private Action Compare(CommandLineOptions options)
    {
        var plan = Plan(options);
        var plans = options.Numbers("--rates", "", MostRate).Select(rate => WithRate(options, plan, rate)).Append(plan).ToList();
        var first = options.Required("--first", "NAME=URL", ParseNamed);
        var second = options.Required("--second", "NAME=URL", ParseNamed);
        var rounds = (int)options.Number("--rounds", 5, 1, 1000);
        var target = Target(options, plan.Timeout);
        return () => new Comparison(first!.Name, target(first.Url), second!.Name, target(second.Url), clock).Run(plans, rounds, output, error);
    }

    private Action Sweep(CommandLineOptions options)
    {
        var plan = WithRate(options, Plan(options), 1);
        var shares = options.Numbers("--loads", "0.1,0.5,0.75,0.9,1.05", 10).ToList();
        var first = options.Required("--first", "NAME=URL", ParseNamed);
        var second = options.Required("--second", "NAME=URL", ParseNamed);
        var rounds = (int)options.Number("--rounds", 3, 1, 1000);
        var bound = options.Number("--bound", double.NaN, 0.001, 1e6);
        var table = options.Text("--table");
        var target = Target(options, plan.Timeout);
        return () =>
        {
            var sweep = new Sweep([(first!.Name, target(first.Url)), (second!.Name, target(second.Url))], plan, clock, error);
            var report = sweep.Run(shares, rounds, double.IsNaN(bound) ? null : bound);
            report.WriteText(output);
            if (table is not null)
                File.WriteAllText(table, SweepTable.Format(report));
        };
    }

    private static Action Chart(CommandLineOptions options)
    {
        var path = options.Required("--out", "a file", text => text);
        var tables = options.All("--sweep").Select(text => text.Split('=', 2)).ToList();
        if (tables.Count == 0 || tables.Exists(table => table.Length < 2 || !File.Exists(table[1])))
            options.Mistake("--sweep: expected NAME=FILE, a file that a sweep wrote");
        return () => File.WriteAllText(
            path!, LatencyPicture.Draw([.. tables.Select(table => SweepTable.Parse(table[0], File.ReadAllText(table[1])))]));
    }

    private static LoadPlan Plan(CommandLineOptions options) => new()
    {
        Connections = (int)options.Number("--connections", 16, 1, 4096),
        WarmUp = TimeSpan.FromSeconds(options.Number("--warmup", 2, 0, 3600)),
        Duration = TimeSpan.FromSeconds(options.Number("--seconds", 10, 0.1, 3600)),
        MostRequests = (long)options.Number("--count", long.MaxValue, 1, long.MaxValue),
        Timeout = TimeSpan.FromSeconds(options.Number("--timeout", 10, 0.001, 3600)),
    };

    private static LoadPlan WithRate(CommandLineOptions options, LoadPlan plan, double rate)
    {
        var seed = (int)options.Number("--seed", 1, 0, int.MaxValue);
        var arrivals = options.Text("--arrivals") ?? "poisson";
        if (arrivals is not ("poisson" or "constant"))
            options.Mistake($"--arrivals '{arrivals}': expected poisson or constant");
        return plan with { RequestsPerSecond = rate, PoissonSeed = arrivals == "poisson" ? seed : null };
    }

    private static Func<Uri, Func<ILoadConnection>> Target(CommandLineOptions options, TimeSpan timeout)
    {
        var (paths, headers) = (options.All("--body"), options.All("--header"));
        foreach (var path in paths.Where(path => !File.Exists(path)))
            options.Mistake($"--body '{path}': no such file");
        return url =>
        {
            var target = HttpTarget.Create(url, paths.Count == 0 ? [null] : [.. paths.Select(File.ReadAllBytes)], headers);
            using var probe = new HttpConnection(target, ProbeTimeout);
            if (probe.Exchange() is { } problem)
                throw new InvalidDataException($"{url}: {problem}; there is nothing to measure.");
            return () => new HttpConnection(target, timeout);
        };
    }

    private static Uri? ParseUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == "http" ? url : null;

    private static NamedUrl? ParseNamed(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } name, var address] && ParseUrl(address) is { } url ? new NamedUrl(name, url) : null;

    private sealed record NamedUrl(string Name, Uri Url);
}
