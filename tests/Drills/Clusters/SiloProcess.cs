using System.Net.Http;
using System.Text.RegularExpressions;

namespace OrleansInference.Drills.Clusters;

/// <summary>A silo in a process of its own, which can be broken and started again on the same ports.</summary>
/// <param name="spec">How it is.</param>
/// <param name="firstPort">Of the four that it takes.</param>
/// <param name="folder">For its logs.</param>
/// <param name="command">The server with the options that every silo has.</param>
internal sealed partial class SiloProcess(SiloSpec spec, int firstPort, string folder, IReadOnlyList<string> command) : IDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(120);

    private static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = TimeSpan.FromSeconds(3) };

    private readonly List<LoggedProcess> _runs = [];

    public string Name => spec.Name;

    /// <summary>See <see cref="SiloSpec.Serves"/>.</summary>
    public bool Serves => spec.Serves;

    public int SiloPort => firstPort;

    public Uri Grpc => new($"grpc://{spec.Host}:{firstPort + 3}");

    public Uri HttpDoor => new($"http://{spec.Host}:{firstPort + 2}");

    public bool IsRunning => _runs is [.., { HasExited: false }];

    /// <summary>How its last process ended; null while it runs.</summary>
    public int? ExitCode => IsRunning ? null : _runs[^1].ExitCode;

    public void Start()
    {
        var log = Path.Combine(spec.LogFolder ?? folder, $"{Name}-{_runs.Count + 1}.log");
        string[] words =
        [
            .. spec.Prefix, .. command, "--cluster-name", Name, "--cluster-failure-domain", Name, "--silo-port", $"{firstPort}", "--gateway-port", $"{firstPort + 1}",
            "--http-port", $"{firstPort + 2}", "--grpc-port", $"{firstPort + 3}", .. spec.Options,
        ];
        (string, string)[] environment = [("ORLEANS_INFERENCE__Logging__LogLevel__OrleansInference", "Information"), .. spec.Environment];
        _runs.Add(new LoggedProcess(log, words, environment));
    }

    /// <summary>Waits until it says that it takes requests.</summary>
    public async Task ReadyAsync()
    {
        using var bound = new CancellationTokenSource(StartBound);
        while (!await IsReadyAsync())
        {
            if (!IsRunning || bound.IsCancellationRequested)
                throw new InvalidOperationException($"Silo {Name} did not become ready; its log ends with:{Environment.NewLine}{Tail()}");
            await Task.Delay(100, CancellationToken.None);
        }
    }

    public void Send(int signal) => _runs[^1].Send(signal);

    public Task EndsAsync() => _runs[^1].EndsAsync();

    /// <summary>Requests that it says are queued or running at it; null where it does not answer.</summary>
    public Task<long?> OpenRequestsAsync() => SumAsync(QueueDepth());

    /// <summary>Requests that its pools have answered since it started; null where it does not answer.</summary>
    public Task<long?> ServedRequestsAsync() => SumAsync(Served());

    /// <summary>Loads too many: of a replica that its process had loaded already, or of a version in two pools.</summary>
    public int DoubleLoads() => _runs.Sum(run =>
    {
        var loads = Loaded().Matches(run.Output()).Select(match => (Version: match.Groups[1].Value, Replica: match.Groups[2].Value)).ToList();
        return loads.Count - loads.Distinct().Count();
    });

    public void Dispose() => _runs.ForEach(run => run.Dispose());

    private string Tail() => string.Join(Environment.NewLine, _runs[^1].Output().Split('\n').TakeLast(20));

    private async Task<long?> SumAsync(Regex metric)
    {
        try
        {
            var text = await Http.GetStringAsync(new Uri(HttpDoor, "metrics"));
            return metric.Matches(text).Sum(match => long.Parse(match.Groups[1].Value));
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(HttpDoor, "v2/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    [GeneratedRegex("""^oi_queue_depth\{[^}]*\} (\d+)""", RegexOptions.Multiline)]
    private static partial Regex QueueDepth();

    [GeneratedRegex("""^oi_requests_total\{[^}]*outcome="success"[^}]*\} (\d+)""", RegexOptions.Multiline)]
    private static partial Regex Served();

    [GeneratedRegex("""Replica (\S+?):\d+@\S+#(\d+) is loaded on""")]
    private static partial Regex Loaded();
}
