using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Hosts;
using OrleansInference.Control;
using OrleansInference.Hosting;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Models.Managed;
using OrleansInference.Routing;
using OrleansInference.Simulation;

namespace OrleansInference.Bench;

/// <summary>
/// A workload before the real dispatcher, router, pools and replicas, in simulated time. Each silo has one replica, or room for one, so that silos come and go with them;
/// all requests come to the first, which stays. A rule is asked for numbers; or the real autoscaler scales, and is only looked at.
/// </summary>
internal sealed class SimulatedScaling : IDisposable
{
    /// <summary>The name of the real autoscaler among the rules.</summary>
    public const string Autoscaler = "autoscaler";

    private const double LookSeconds = 2;

    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(ScalingWorkload.LoadSeconds);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private readonly ScalingWorkload _workload;
    private readonly IScaler? _scaler;
    private readonly SimulatedCluster _cluster;
    private readonly ScalingRecord _record;
    private readonly ReplicaWatch _watch;
    private readonly SimulatedOrchestrator _orchestrator;
    private readonly SignalLog _signals;
    private TimeSpan _started;
    private int _arrived;
    private double? _siloSeconds;

    private SimulatedScaling(ScalingWorkload workload, IScaler? scaler, int seed)
    {
        (_workload, _scaler) = (workload, scaler);
        _cluster = new SimulatedCluster(seed, new SimulationOptions { TimeLimit = TimeSpan.FromDays(2) });
        _record = new ScalingRecord(workload, scaler?.Name ?? Autoscaler);
        _watch = new ReplicaWatch(_record, () => Seconds);
        _orchestrator = new SimulatedOrchestrator(_cluster, silo => Configure(silo, isFirst: false), TimeSpan.Zero) { Starting = silos => _watch.Starting = silos };
        _signals = new SignalLog(workload);
    }

    private TimeProvider Time => _cluster.TimeProvider;

    private double Seconds => (_cluster.Elapsed - _started).TotalSeconds;

    private SimulatedSilo Door => _cluster.Silos[0];

    /// <param name="workload">What comes.</param>
    /// <param name="scaler">One that has decided nothing yet; null for the real autoscaler.</param>
    /// <param name="seed">Of the network's delays.</param>
    public static ScalingResult Run(ScalingWorkload workload, IScaler? scaler, int seed)
    {
        using var scaling = new SimulatedScaling(workload, scaler, seed);
        return scaling.Run();
    }

    public void Dispose() => _cluster.Dispose();

    private ScalingResult Run()
    {
        _cluster.Run(() => Task.WhenAll(Enumerable.Range(0, _workload.Replicas).Select(_ => _cluster.AddSiloAsync(silo => Configure(silo, isFirst: true)))));
        _cluster.Run(UntilReadyAsync);
        _started = _cluster.Elapsed;
        _watch.Begin();
        _cluster.Run(() => Task.WhenAll(LoadAsync(), _scaler is null ? LookAsync() : DecideAsync(_scaler)));
        return _record.Complete() with { SiloSeconds = _siloSeconds };
    }

    private void Configure(ISiloBuilder silo, bool isFirst)
    {
        silo.Services.AddLogging();
        silo.Services.AddSingleton<IModelSource>(new ScaledModel(_scaler is null ? OursScaler.SpecFor(_workload) : null));
        silo.Services.AddSingleton(services => new ManagedModelRegistration(TimedModel.Name, spec => new TimedModel(spec, services.GetRequiredService<TimeProvider>())));
        silo.Services.AddSingleton(services =>
            new SlowRuntime(ActivatorUtilities.CreateInstance<ManagedRuntime>(services), static () => LoadTime, services.GetRequiredService<TimeProvider>(), _watch));
        silo.Services.AddSingleton<IModelRuntime>(services => services.GetRequiredService<SlowRuntime>());
        if (_scaler is null)
            AddHost(silo);
        silo.AddInference();
        if (!isFirst)
            return;
        // Else only one silo would begin with a replica.
        var transport = silo.Services.Last(service => service.ServiceType == typeof(ControlTransport)).ImplementationFactory!;
        silo.Services.AddSingleton(services => (ControlTransport)transport(services) with { InitialReplicas = static _ => ValueTask.FromResult<int?>(null) });
    }

    /// <summary>Memory for one replica, and silos to be had.</summary>
    private void AddHost(ISiloBuilder silo)
    {
        silo.Services.AddSingleton<IHostOrchestrator>(_orchestrator);
        silo.Services.AddSingleton(services =>
        {
            var runtime = services.GetRequiredService<SlowRuntime>();
            return new SiloResources
            {
                Name = services.GetRequiredService<ILocalSiloDetails>().Name,
                Devices = () => [new DeviceRoom("cpu", Threads: 1, TotalBytes: 1, FreeBytes: 1 - runtime.Loaded)],
                BytesPerReplica = static (_, _) => 1,
            };
        });
    }

    private async Task UntilReadyAsync()
    {
        var dispatcher = Door.Services.GetRequiredService<IDispatcher>();
        while (await dispatcher.DescribeAsync(ScaledModel.Name, null, default) is not { } status || status.ReadyReplicas < _workload.Replicas)
            await Task.Delay(Between, Time);
    }

    private async Task LoadAsync()
    {
        List<Task> calls = [];
        for (; _arrived < _workload.Arrivals.Length; _arrived++)
        {
            var wait = TimeSpan.FromSeconds(_workload.Arrivals[_arrived] - Seconds);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, Time);
            var elements = ScaledModel.Elements(_workload.Services[_arrived]);
            _watch.InFlight++;
            calls.Add(Door.RunAsync(() => CallAsync(elements)));
        }

        await Task.WhenAll(calls);
    }

    private async Task CallAsync(int elements)
    {
        var came = Seconds;
        var outcome = await Door.Services.GetRequiredService<IDispatcher>().InferAsync(Request(elements), default);
        _watch.InFlight--;
        var wait = Math.Max(0, Seconds - came - ScaledModel.Seconds(elements));
        _record.Wait(outcome.Fault is null ? wait : double.PositiveInfinity);
        _signals.Serve(new ServedRequest(Seconds, wait, ScaledModel.Seconds(elements)));
    }

    private async Task LookAsync()
    {
        _siloSeconds = 0;
        for (var next = LookSeconds; next <= _workload.Seconds; next += LookSeconds)
        {
            await Task.Delay(TimeSpan.FromSeconds(next - Seconds), Time);
            _siloSeconds += LookSeconds * _cluster.Silos.Count(silo => silo.IsAlive);
            await Door.RunAsync(async () =>
            {
                var status = await Door.GrainFactory.GetGrain<IAutoscaleGrain>(0).Status();
                foreach (var version in status.Versions)
                    _record.Decide(version.Wanted);
            });
        }
    }

    private async Task DecideAsync(IScaler scaler)
    {
        var period = scaler.Period.TotalSeconds;
        for (var next = period; next <= _workload.Seconds; next += period)
        {
            await Task.Delay(TimeSpan.FromSeconds(next - Seconds), Time);
            _watch.Advance();
            var (ready, loading) = (_watch.Ready, _watch.Loading + _watch.Starting);
            var wanted = Math.Clamp(scaler.Decide(new Observation(next, ready, loading, _watch.Load, () => Signals(ready, loading))), 1, ScalingWorkload.MaxReplicas);
            _record.Decide(wanted);

            // The latest go first, which are those that still load; the door never.
            var leaving = _orchestrator.Staying.Skip(1).Reverse().Select(silo => new HostSilo(silo.Name, silo.Address));
            await _orchestrator.ScaleAsync(new HostRequest(wanted, [.. leaving]), default);
        }
    }

    private Autoscaling.Signals.ScalingSignals Signals(int ready, int loading)
    {
        var waiting = Math.Max(0, _watch.InFlight - _watch.Busy);
        var runningSeconds = _watch.Busy * _workload.WorkSeconds / _workload.Services.Length / 2; // halfway, on average
        return _signals.At(Seconds, _arrived, waiting, runningSeconds, ready, loading);
    }

    private static InferenceRequest Request(int elements) => new()
    {
        Model = ScaledModel.Name,
        Inputs = [new InferenceTensor
        {
            Name = "INPUT",
            DataType = TensorDataType.Fp32,
            Shape = [1, elements],
            Data = new byte[elements * sizeof(float)],
        }],
    };
}
