using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OrleansInference.Cli.Bench;

namespace OrleansInference.Cli.Commands;

/// <summary>The command line of <c>oi bench</c>.</summary>
internal sealed class BenchOptions(CommandStreams streams)
{
    private const string Zeros = "zero";
    private const int ClosedConcurrency = 8;
    private const int OpenConcurrency = 64;
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultWarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(1);

    public RequestOptions Request { get; } = new();

    public Option<double?> Rate { get; } = new("--rate")
    {
        Description = "Open loop: so many requests a second, in Poisson arrivals, whatever the server does. Latency counts from when each request was due.",
        HelpName = "requests/s",
    };

    public Option<int?> Concurrency { get; } = new Option<int?>("--concurrency")
    {
        Description = $"Closed loop: so many requests at once, each sent when the one before is answered. [default: {ClosedConcurrency}] With --rate: at most so many. [default: {OpenConcurrency}]",
        HelpName = "count",
    }.AtLeast(1);

    public Option<TimeSpan?> Duration { get; } = DurationOption.Create(
        "--duration", "How long to measure. [default: 10s; with --requests, until they are done]", TimeSpan.FromMilliseconds(100));

    public Option<TimeSpan?> WarmUp { get; } = DurationOption.Create("--warmup", "How long to load before it is measured.", TimeSpan.Zero, DefaultWarmUp);

    public Option<long?> Requests { get; } = new Option<long?>("--requests") { Description = "Ends after so many measured requests.", HelpName = "count" }.AtLeast(1);

    public Option<long?> Batch { get; } = new Option<long?>("--batch")
    {
        Description = "The first dimension of generated inputs, where the model leaves it open. [default: 1]",
        HelpName = "items",
    }.AtLeast(1);

    public Option<string[]> Shape { get; } = new("--shape")
    {
        Description = "The whole shape of a generated input, for sizes that the model leaves open: --shape image:1,3,224,224. May be repeated.",
        HelpName = "input:sizes",
    };

    public Option<string> Data { get; } = new("--data")
    {
        Description = "What generated inputs hold: 'random' (floats from 0 to 1, bytes 0 to 255, other integers 0 or 1, texts of 16 letters) or 'zero'.",
        HelpName = "kind",
        DefaultValueFactory = _ => "random",
    };

    public Option<int> Seed { get; } = new("--seed") { Description = "Of arrivals and random data.", HelpName = "number", DefaultValueFactory = _ => 1 };

    public Option<bool> Json { get; } = new("--json") { Description = "Prints one JSON object, for programs." };

    public ServerOptions Server { get; } = new(streams);

    public void AddTo(Command command)
    {
        Data.AcceptOnlyFromAmong("random", Zeros);
        Rate.Validators.Add(CheckRate);
        Shape.Validators.Add(CheckShapes);
        Request.AddTo(command);
        foreach (var option in (Option[])[Rate, Concurrency, Duration, WarmUp, Requests, Batch, Shape, Data, Seed, Json])
            command.Add(option);
        Server.AddTo(command);
        command.Validators.Add(CheckInputs);
    }

    public LoadPlan Plan(ParseResult arguments)
    {
        var rate = arguments.GetValue(Rate);
        var requests = arguments.GetValue(Requests);
        return new LoadPlan
        {
            RequestsPerSecond = rate,
            PoissonSeed = rate is null ? null : arguments.GetValue(Seed),
            Connections = arguments.GetValue(Concurrency) ?? (rate is null ? ClosedConcurrency : OpenConcurrency),
            WarmUp = arguments.GetValue(WarmUp) ?? DefaultWarmUp,
            Duration = arguments.GetValue(Duration) ?? (requests is null ? DefaultDuration : LongestDuration),
            MostRequests = requests ?? long.MaxValue,
            Timeout = Server.TimeLeft(arguments),
        };
    }

    public Random? Random(ParseResult arguments) => arguments.GetValue(Data) == Zeros ? null : new Random(arguments.GetValue(Seed));

    public Dictionary<string, ImmutableArray<long>> Shapes(ParseResult arguments) =>
        (arguments.GetValue(Shape) ?? []).Select(Parse).OfType<(string Name, ImmutableArray<long> Sizes)>().ToDictionary(shape => shape.Name, shape => shape.Sizes);

    private static (string Name, ImmutableArray<long> Sizes)? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var sizes = colon < 1 ? [] : text[(colon + 1)..].Split(',').Select(size => long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1).ToImmutableArray();
        return sizes.IsEmpty || sizes.Contains(-1) ? null : (text[..colon], sizes);
    }

    private static void CheckRate(OptionResult result)
    {
        if (result.GetValueOrDefault<double?>() is { } rate && rate is not (>= 0.001 and <= 1_000_000))
            result.AddError($"--rate {rate}: expected requests a second, from 0.001 to 1000000.");
    }

    private static void CheckShapes(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(token => Parse(token.Value) is null))
            result.AddError($"--shape '{token.Value}': expected an input and its sizes, such as image:1,3,224,224.");
        foreach (var twice in result.Tokens.GroupBy(token => token.Value.Split(':')[0]).Where(group => group.Count() > 1))
            result.AddError($"--shape '{twice.Key}': given twice.");
    }

    private void CheckInputs(CommandResult result)
    {
        if (!Request.HasInput(result))
            return;
        foreach (var option in ((Option[])[Batch, Shape, Data]).Where(option => result.GetResult(option) is { Implicit: false }))
            result.AddError($"{option.Name} is for generated inputs, not for those of --image, --text, --npy or --request.");
    }
}
