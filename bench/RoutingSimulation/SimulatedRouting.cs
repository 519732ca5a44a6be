using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Control;
using OrleansInference.Hosting;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Models.Managed;
using OrleansInference.Replicas;
using OrleansInference.Routing;
using OrleansInference.Simulation;
using OrleansInference.Telemetry;

namespace OrleansInference.Bench;

/// <summary>Runs a plan: the real dispatchers, routers and pools, in simulated time.</summary>
internal sealed class SimulatedRouting : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private readonly SimulationPlan _plan;
    private readonly SimulatedCluster _cluster;
    private readonly Histogram _latency = new();
    private readonly Random _doors;
    private int _created;
    private int _faults;
    private long _sent;

    private SimulatedRouting(SimulationPlan plan)
    {
        _plan = plan;
        _cluster = new SimulatedCluster(plan.Seed);
        _doors = _cluster.NewRandom();
    }

    private TimeProvider Time => _cluster.TimeProvider;

    public static SimulationResult Run(SimulationPlan plan)
    {
        using var routing = new SimulatedRouting(plan);
        return routing.Run();
    }

    public void Dispose() => _cluster.Dispose();

    private SimulationResult Run()
    {
        // All in one instant: news of a membership that changes a thousand times would take a thousand times as long.
        _cluster.Run(() => Task.WhenAll(Enumerable.Range(0, _plan.Replicas).Select(i => _cluster.AddSiloAsync(silo => Configure(silo, hasDoor: i < _plan.Dispatchers)))));
        _cluster.Run(UntilReadyAsync);
        var schedule = RequestSchedule.Draw(_plan.Mix, _plan.Rate, _plan.Seed, _plan.Seconds);
        _cluster.Run(() => LoadAsync(schedule));
        var slowness = Slowness.Of(_plan.Replicas, _plan.Slowness);
        return new(_latency, schedule.Central(slowness, _plan.WarmUpSeconds), schedule.Arrivals.Count, _sent, _faults, _cluster.EventCount);
    }

    private void Configure(ISiloBuilder silo, bool hasDoor)
    {
        silo.Services.AddLogging();
        silo.Services.AddSingleton<IModelSource>(new RoutedModel(TimedModel.Name, _plan.Policy, replicas: 1));
        silo.Services.AddSingleton(services => new ManagedModelRegistration(
            TimedModel.Name, spec => Model(spec, services.GetRequiredService<TimeProvider>())));
        silo.Services.AddSingleton<IModelRuntime, ManagedRuntime>();
        silo.Services.AddRoutingPolicy(_plan.Policy, _plan.LateBinding);
        silo.AddInference();
        if (hasDoor)
        {
            silo.Services.AddSingleton(CountedTransport);
            return;
        }

        silo.Services.Remove(silo.Services.Single(service => service.ImplementationType == typeof(InferenceLifecycle)));
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, PoolsOnly>();
    }

    private TimedModel Model(ModelSpec spec, TimeProvider time)
    {
        if (++_created < _plan.Replicas)
            return new TimedModel(spec, time);
        var seconds = RequestMix.SecondsPerElement * _plan.Slowness;
        return new TimedModel(spec with { Parameters = spec.Parameters.SetItem("element_seconds", $"{seconds}") }, time);
    }

    private RoutingTransport CountedTransport(IServiceProvider services)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        return new RoutingTransport(
            services.GetRequiredService<ILocalSiloDetails>().SiloAddress,
            model => grains.GetGrain<IRouterGrain>(model),
            pool => CountedPool.Of(grains.GetGrain<IReplicaPoolGrain>(pool.ToString()), () => _sent++));
    }

    private async Task UntilReadyAsync()
    {
        foreach (var door in _cluster.Silos.Take(_plan.Dispatchers))
        {
            var dispatcher = door.Services.GetRequiredService<IDispatcher>();
            while (await dispatcher.DescribeAsync(RoutedModel.Name, null, default) is not { } status || status.ReadyReplicas < _plan.Replicas)
                await Task.Delay(Between, Time);
        }
    }

    private async Task LoadAsync(RequestSchedule schedule)
    {
        var start = Time.GetTimestamp();
        List<Task> calls = [];
        for (var i = 0; i < schedule.Arrivals.Count; i++)
        {
            var wait = TimeSpan.FromSeconds(schedule.Arrivals[i]) - Time.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, Time);
            var door = _cluster.Silos[_doors.Next(_plan.Dispatchers)];
            var request = Request(schedule.Elements(i));
            var isRecorded = schedule.Arrivals[i] >= _plan.WarmUpSeconds;
            calls.Add(door.RunAsync(() => CallAsync(door, request, isRecorded)));
        }

        await Task.WhenAll(calls);
    }

    private async Task CallAsync(SimulatedSilo door, InferenceRequest request, bool isRecorded)
    {
        var came = Time.GetTimestamp();
        var outcome = await door.Services.GetRequiredService<IDispatcher>().InferAsync(request, default);
        if (outcome.Fault is not null)
            _faults++;
        else if (isRecorded)
            _latency.Record(Time.GetElapsedTime(came).Ticks * TimeSpan.NanosecondsPerTick);
    }

    private static InferenceRequest Request(int elements) => new()
    {
        Model = RoutedModel.Name,
        Inputs = [new InferenceTensor
        {
            Name = "INPUT",
            DataType = TensorDataType.Fp32,
            Shape = [1, elements],
            Data = new byte[elements * sizeof(float)],
        }],
    };
}
