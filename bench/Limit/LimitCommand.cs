using System.Globalization;

namespace OrleansInference.Bench;

/// <summary>The part of <c>bench/limit</c> and <c>bench/peers</c> that measures or makes bodies; the scripts start the servers.</summary>
internal sealed class LimitCommand(TextWriter output, TextWriter error)
{
    public async Task<int> RunAsync(string[] arguments)
    {
        var options = new CommandLineOptions(arguments.AsSpan(Math.Min(1, arguments.Length)));
        var run = arguments switch
        {
            ["models", ..] => Models(options),
            ["mix", ..] => Mix(options),
            ["open", ..] => Open(options),
            ["bodies", ..] => Bodies(options),
            _ => null,
        };
        var mistakes = run is null ? ["expected models, mix, open or bodies"] : options.Mistakes();
        foreach (var mistake in mistakes)
            error.WriteLine(mistake);
        if (mistakes.Count > 0)
            return 2;
        try
        {
            await run!();
            return 0;
        }
        catch (Exception exception) when (exception is InvalidDataException or Client.InferenceException)
        {
            error.WriteLine(exception.Message);
            return 1;
        }
    }

    private Func<Task> Models(CommandLineOptions options)
    {
        var (settings, server) = (Settings(options), Server(options));
        var workloads = (options.Text("--models") ?? string.Join(',', Workload.Names)).Split(',').Select(name => Known(options, name)).ToList();
        return () => WithServerAsync(server, async server =>
        {
            foreach (var workload in workloads)
                await new ModelLimit(settings, server, workload!, output, error).RunAsync();
        });
    }

    private Func<Task> Mix(CommandLineOptions options)
    {
        var (settings, server) = (Settings(options), Server(options));
        return () => WithServerAsync(server, server => new MixLimit(settings, server, output, error).RunAsync());
    }

    private Func<Task> Open(CommandLineOptions options)
    {
        var (settings, server) = (Settings(options), Server(options));
        var load = options.Number("--load", 0.7, 0.01, 2);
        return () => WithServerAsync(server, server => new OpenLimit(settings, server, load, output, error).RunAsync());
    }

    private static Func<Task> Bodies(CommandLineOptions options)
    {
        var workload = Known(options, options.Text("--model") ?? "");
        var folder = options.Required("--out", "a folder", text => text);
        return async () =>
        {
            Directory.CreateDirectory(folder!);
            for (var i = 0; i < workload!.Requests.Length; i++)
                await File.WriteAllBytesAsync(Path.Combine(folder!, $"{i:00}.json"), RequestBody.Json(workload.Request(i)));
        };
    }

    private static LimitOptions Settings(CommandLineOptions options) => new()
    {
        Repository = options.Required("--repository", "a folder", text => text) ?? "",
        Work = options.Required("--work", "a folder", text => text) ?? "",
        Echo = options.Required("--echo", "the echo peer's program", text => text) ?? "",
        EchoPort = (int)options.Number("--echo-port", 18100, 1, ushort.MaxValue),
        Rounds = (int)options.Number("--rounds", 3, 1, 1000),
        Duration = TimeSpan.FromSeconds(options.Number("--seconds", 2, 0.1, 3600)),
        InFlight = (int)options.Number("--in-flight", 32, 1, 4096),
        Connections = (int)options.Number("--connections", 4, 1, 1024),
        Streams = (int)options.Number("--streams", 16, 1, 1024),
        Replicas = (int)options.Number("--replicas", Environment.ProcessorCount, 1, 1024),
    };

    private static (string? Http, string? Grpc, string? Group) Server(CommandLineOptions options) => (
        options.Required("--http", "the address of the HTTP door", text => Uri.TryCreate(text, UriKind.Absolute, out _) ? text : null),
        options.Required("--grpc", "the address of the gRPC door", text => Uri.TryCreate(text, UriKind.Absolute, out _) ? text : null),
        options.Required("--group", "the server's process group", text => int.TryParse(text, out _) ? text : null));

    private static async Task WithServerAsync((string? Http, string? Grpc, string? Group) server, Func<ServerUnderTest, Task> run)
    {
        using var target = new ServerUnderTest(new Uri(server.Http!), new Uri(server.Grpc!), int.Parse(server.Group!, CultureInfo.InvariantCulture));
        await run(target);
    }

    private static Workload? Known(CommandLineOptions options, string name)
    {
        var workload = Workload.Find(name);
        if (workload is null)
            options.Mistake($"model '{name}': expected one of {string.Join(", ", Workload.Names)}");
        return workload;
    }
}
