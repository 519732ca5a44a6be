using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using OrleansInference.Embedded;

namespace OrleansInference.Simulation;

/// <summary>
/// A cluster that runs on one thread and in simulated time. Everything that happens follows from the seed: the same seed gives the
/// same run, event by event (<see cref="TraceHash"/>).
/// </summary>
public sealed partial class SimulatedCluster : IDisposable
{
    private static readonly TimeSpan EscapeGrace = TimeSpan.FromMilliseconds(250);

    private readonly SimulationOptions _options;
    private readonly EventQueue _events;
    private readonly SimulationDriver _driver;
    private readonly Fabric _fabric;
    private readonly Random _seeds;
    private readonly ServiceProvider _clientServices;
    private readonly TurnQueue _body;
    private readonly List<SimulatedSilo> _silos = [];
    private bool _hasFailed;

    public SimulatedCluster(int seed, SimulationOptions? options = null)
    {
        Seed = seed;
        _options = options ?? new SimulationOptions();
        _events = new EventQueue(seed);
        _driver = new SimulationDriver(seed, _events, _options.Network);
        _fabric = new Fabric(_driver);
        _seeds = new Random(unchecked((seed * 31) + 3));
        TimeProvider = new SimulatedClock(_events);
        var services = NewServices();
        EngineServices.AddClient(services);
        _clientServices = services.BuildServiceProvider();
        var client = _clientServices.GetRequiredService<ClientNode>();
        client.Open();
        _body = new TurnQueue("body", client, null);
    }

    public int Seed { get; }

    /// <summary>Simulated time; begins at 2026-01-01.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Simulated time since the beginning.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(_events.Now);

    /// <summary>Folds time, kind, target and order of all events so far; two runs of one seed have the same.</summary>
    public string TraceHash => $"{_events.TraceHash:x16}";

    /// <summary>Events so far.</summary>
    public long EventCount => _events.Count;

    /// <summary>A client outside of the silos.</summary>
    public IClusterClient Client => _clientServices.GetRequiredService<IClusterClient>();

    /// <summary>May be changed at any time.</summary>
    public NetworkOptions Network => _options.Network;

    /// <summary>Silos in the order of their start, dead ones included.</summary>
    public IReadOnlyList<SimulatedSilo> Silos => _silos;

    /// <summary>Randomness of its own for a part of the test, from the seed.</summary>
    public Random NewRandom() => new(_seeds.Next());

    /// <summary>
    /// Runs the body, and with it the cluster, until it ends. What nobody awaits waits for the next run.
    /// </summary>
    /// <exception cref="SimulationException">The body failed, or can't end: nothing is left to happen, or time is up.</exception>
    public void Run(Func<Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _events.Adopt();
        try
        {
            var done = _body.RunAsync(body);
            var limit = _events.Now + _options.TimeLimit.Ticks;
            while (!done.IsCompleted)
                if (!_events.RunNext(limit)) ThrowStuck();
            _events.ThrowIfEscaped();
            done.GetAwaiter().GetResult();
        }
        catch (Exception error)
        {
            _hasFailed = true;
            throw new SimulationException($"{error.Message}{Environment.NewLine}Simulation failed: {this}.", error);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <inheritdoc cref="Run(Func{Task})"/>
    public T Run<T>(Func<Task<T>> body)
    {
        T result = default!;
        Run(async () => { result = await body(); });
        return result;
    }

    /// <summary>What a run prints so that it can be repeated.</summary>
    public override string ToString() => $"seed {Seed}, commit {Commit}, trace {TraceHash}, {EventCount} events, {Elapsed} simulated";

    /// <summary>Gives back what the silos hold. A failed simulation is left as it is.</summary>
    public void Dispose()
    {
        if (!_hasFailed)
            Run(async () =>
            {
                foreach (var silo in _silos) await silo.Provider.DisposeAsync();
            });
        _clientServices.Dispose();
    }

    private static string Commit =>
        typeof(SimulatedCluster).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit]
            ? commit
            : "unknown";

    private void ThrowStuck()
    {
        _events.ThrowIfEscaped(EscapeGrace);
        throw new TimeoutException(_events.IsEmpty
            ? "Nothing is left to happen, but the body has not ended: it awaits something that nobody will complete."
            : $"The body has not ended after {_options.TimeLimit} of simulated time.");
    }

    private ServiceCollection NewServices()
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider);
        services.AddSingleton(_fabric);
        services.AddMetrics();
        if (_options.ConfigureLogging is { } configure) services.AddLogging(configure);
        return services;
    }
}
