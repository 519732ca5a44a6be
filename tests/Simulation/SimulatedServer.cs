using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Autoscaling;
using OrleansInference.Control;
using OrleansInference.Hosting;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Models.Managed;
using OrleansInference.Placement;
using OrleansInference.Routing;

namespace OrleansInference.Simulation;

/// <summary>A simulated cluster of inference silos, and the invariants that hold whatever happens to it.</summary>
/// <param name="control">How its models are controlled; null: all are loaded at the start.</param>
internal sealed class SimulatedServer(int seed, ControlSpec? control = null) : IDisposable
{
    private readonly Random _random = new(seed);
    private readonly Watch _watch = new();
    private readonly HashSet<SimulatedSilo> _closed = [];

    public SimulatedCluster Cluster { get; } = new(seed);

    /// <summary>The files, which all silos share.</summary>
    public TimedSource Source { get; init; } = new();

    public Watch Watch => _watch;

    /// <summary>What a replica takes to load.</summary>
    public TimeSpan LoadTime { get; init; }

    /// <summary>What else a silo has.</summary>
    public Action<ISiloBuilder> Configuring { get; init; } = static _ => { };

    /// <summary>Told that requests wait for a version that is parked; instead of the autoscaler, where there is one.</summary>
    public Action<ModelVersion>? Woken { get; set; }

    public IEnumerable<SimulatedSilo> Alive => Cluster.Silos.Where(silo => silo.IsAlive);

    public void Configure(ISiloBuilder silo)
    {
        silo.Services.AddLogging();
        if (control is not null) silo.Services.AddSingleton(control);
        silo.Services.AddSingleton<IModelSource>(Source);
        silo.Services.AddSingleton(services => new ManagedModelRegistration(
            TimedModel.Name, spec => new WatchedModel(new TimedModel(spec, services.GetRequiredService<TimeProvider>()), _watch)));
        silo.Services.AddSingleton<IModelRuntime>(services => new SlowRuntime(
            ActivatorUtilities.CreateInstance<ManagedRuntime>(services), LoadTime, services.GetRequiredService<TimeProvider>()));
        Configuring(silo);
        silo.AddInference();
        if (Source.Scaling is not null) return;
        var routing = silo.Services.Last(service => service.ServiceType == typeof(RoutingTransport)).ImplementationFactory!;
        silo.Services.AddSingleton(services => (RoutingTransport)routing(services) with { Wake = model => Woken?.Invoke(model) });
    }

    public void Start(int silos)
    {
        for (var i = 0; i < silos; i++) Cluster.AddSilo(Configure);
        Cluster.Run(() => UntilReady(silos));
    }

    /// <summary>Until every living dispatcher knows the pools of so many silos.</summary>
    public async Task UntilReady(int silos)
    {
        while (true)
        {
            var known = await Task.WhenAll(Alive.Select(async silo => (await DispatcherOf(silo).DescribeAsync(TimedModel.Name, null, default))?.ReadyReplicas));
            if (known.All(replicas => replicas == 2 * silos)) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), Cluster.TimeProvider);
        }
    }

    /// <summary>Loads or unloads a model through the door of a silo that lives.</summary>
    public async Task<InferenceFault?> Control(Func<IModelControl, Task<InferenceFault?>> act)
    {
        var doors = Alive.ToList();
        var door = doors[_random.Next(doors.Count)];
        InferenceFault? fault = null;
        await door.RunAsync(async () => fault = await act(door.Services.GetRequiredService<IModelControl>()));
        return fault;
    }

    /// <summary>Stops a silo in order: its door takes no new callers, then it drains and goes.</summary>
    public Task Stop(SimulatedSilo silo)
    {
        _closed.Add(silo);
        return Cluster.StopSiloAsync(silo);
    }

    /// <summary>Sets how many replicas a silo keeps.</summary>
    public static async Task<InferenceFault?> Resize(SimulatedSilo silo, int replicas)
    {
        InferenceFault? fault = null;
        var control = silo.GrainFactory.GetGrain<IModelControlGrain>(silo.Address.ToParsableString());
        await silo.RunAsync(async () => fault = await control.Resize(new ModelVersion(TimedModel.Name, 1), replicas));
        return fault;
    }

    /// <summary>Until every living dispatcher knows so many ready replicas in all.</summary>
    public async Task UntilReplicas(int replicas)
    {
        for (var i = 0; ; i++)
        {
            var known = await Task.WhenAll(Alive.Select(async silo => (await DispatcherOf(silo).DescribeAsync(TimedModel.Name, null, default))?.ReadyReplicas));
            if (known.All(each => each == replicas)) return;
            Assert.True(i < 600, $"Dispatchers know {string.Join(", ", known)} replicas after a minute, and not {replicas}.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), Cluster.TimeProvider);
        }
    }

    public Dispatcher DispatcherOf(SimulatedSilo silo) => silo.Services.GetRequiredService<Dispatcher>();

    /// <summary>
    /// Sends requests at random moments, on average so far apart, to front doors that say they are ready then. Each has one outcome, by its
    /// deadline, and a response is its own request's. Those whose own front door died have none.
    /// </summary>
    public async Task<ImmutableArray<InferenceOutcome>> Load(int requests, TimeSpan meanGap, TimeSpan? timeLeft)
    {
        List<Task<InferenceOutcome?>> calls = [];
        for (var i = 0; i < requests; i++)
        {
            await Task.Delay(meanGap * -Math.Log(1 - _random.NextDouble()), Cluster.TimeProvider);
            var doors = await Doors();
            calls.Add(Call(doors[_random.Next(doors.Length)], i, timeLeft));
        }
        return [.. (await Task.WhenAll(calls)).OfType<InferenceOutcome>()];
    }

    /// <summary>At rest no lease is held.</summary>
    public void AssertAtRest()
    {
        foreach (var silo in Alive) Assert.Equal(0, DispatcherOf(silo).InFlight);
        Assert.InRange(_watch.LargestBatch, 1, TimedSource.MaxBatchSize);
        Assert.Equal(0, _watch.Overlaps);
    }

    public void Dispose() => Cluster.Dispose();

    /// <summary>Those that a load balancer would send to: a silo whose dispatcher has no snapshot yet says that it is not ready.</summary>
    private async Task<SimulatedSilo[]> Doors()
    {
        List<SimulatedSilo> doors = [];
        foreach (var silo in Alive.Where(silo => !_closed.Contains(silo) && silo.Services.GetRequiredService<SiloResources>().Roles.HasFlag(SiloRoles.FrontDoor)))
            if (await DispatcherOf(silo).DescribeAsync(TimedModel.Name, null, default) is { IsReady: true }) doors.Add(silo);
        return [.. doors];
    }

    private async Task<InferenceOutcome?> Call(SimulatedSilo door, int number, TimeSpan? timeLeft)
    {
        InferenceOutcome? outcome = null;
        var sent = Cluster.TimeProvider.GetTimestamp();
        var call = door.RunAsync(async () => outcome = await DispatcherOf(door).InferAsync(Request(number) with { TimeLeft = timeLeft }, default));
        var limit = timeLeft ?? new DispatcherOptions().DefaultTimeout;
        if (await Task.WhenAny(call, Task.Delay(limit + TimeSpan.FromMilliseconds(1), Cluster.TimeProvider)) != call)
        {
            Assert.False(door.IsAlive, $"Request {number} had no outcome {Cluster.TimeProvider.GetElapsedTime(sent)} after it was sent to a living silo.");
            return null;
        }
        await call;
        if (outcome!.Response is { } response) Assert.Equal(number, MemoryMarshal.Read<float>(response.Outputs[0].Data.Span));
        return outcome;
    }

    private static InferenceRequest Request(int number) => new()
    {
        Model = TimedModel.Name,
        Inputs = [new InferenceTensor
        {
            Name = "INPUT",
            DataType = TensorDataType.Fp32,
            Shape = [1, 1],
            Data = BitConverter.GetBytes((float)number),
        }],
    };
}
