namespace OrleansInference.Drills.Clusters;

/// <summary>A Redis and silos of its own, each a process, on ports of their own.</summary>
internal sealed class DrillCluster : IAsyncDisposable
{
    /// <summary>As the silos' default is.</summary>
    public const string Service = "inference";

    private const int PortsPerSilo = 4;

    private readonly DrillOptions _options;
    private readonly string _id;
    private GrainPlaces? _places;

    private DrillCluster(DrillOptions options, string name, string redisHost)
    {
        (_options, _id) = (options, $"drill-{name}");
        Folder = Directory.CreateDirectory(Path.Combine(options.Logs, name)).FullName;
        Redis = new RedisServer(options.FirstPort, redisHost, Folder);
    }

    /// <summary>Where the logs are.</summary>
    public string Folder { get; }

    public RedisServer Redis { get; }

    public IReadOnlyList<SiloProcess> Silos { get; private set; } = [];

    /// <summary>Starts it, and waits until every silo takes requests.</summary>
    public static async Task<DrillCluster> StartAsync(DrillOptions options, string name, IReadOnlyList<SiloSpec> silos, string redisHost)
    {
        var cluster = new DrillCluster(options, name, redisHost);
        try
        {
            await cluster.StartAsync(silos);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The silo with the router of the model that is asked.</summary>
    public async Task<SiloProcess> RouterAsync() => SiloAt(await (await PlacesAsync()).RouterAsync(), "router");

    /// <summary>The same, once it is on one of those silos, or half a minute later: one that began elsewhere, when none of them was there yet, moves.</summary>
    public async Task<SiloProcess> RouterAsync(Func<SiloProcess, bool> among)
    {
        var places = await PlacesAsync();
        for (var i = 0; i < 60; i++)
        {
            var port = await places.RouterAsync();
            if (Silos.Any(silo => silo.SiloPort == port && among(silo))) break;
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
        return await RouterAsync();
    }

    public async Task<SiloProcess> AutoscalerAsync() => SiloAt(await (await PlacesAsync()).AutoscalerAsync(), "autoscaler");

    /// <summary>Ends the connection to the cluster, so that its breaking is the silos' own affair.</summary>
    public async Task ForgetPlacesAsync()
    {
        if (_places is not null) await _places.DisposeAsync();
        _places = null;
    }

    public async ValueTask DisposeAsync()
    {
        await ForgetPlacesAsync();
        foreach (var silo in Silos) silo.Dispose();
        Redis.Dispose();
    }

    private async Task StartAsync(IReadOnlyList<SiloSpec> silos)
    {
        await Redis.StartAsync();
        string[] command =
        [
            "dotnet", "exec", _options.Server, "--models", DrillRepository.Make(_options.Models, Folder), "--cluster", "redis", "--redis", Redis.Address, "--cluster-id", _id,
            // So that every pool has its share, although the door's own would be enough.
            "--routing-policy", "round_robin",
        ];
        Silos = [.. silos.Select((silo, i) => new SiloProcess(silo, _options.FirstPort + 1 + (i * PortsPerSilo), Folder, command))];
        foreach (var silo in Silos) silo.Start();
        await Task.WhenAll(Silos.Select(silo => silo.ReadyAsync()));
    }

    private async Task<GrainPlaces> PlacesAsync() => _places ??= await GrainPlaces.ConnectAsync(Redis.Address, _id);

    private SiloProcess SiloAt(int? port, string what) =>
        Silos.FirstOrDefault(silo => silo.SiloPort == port) ?? throw new InvalidOperationException($"The {what} is on no silo of the cluster (port {port}).");
}
