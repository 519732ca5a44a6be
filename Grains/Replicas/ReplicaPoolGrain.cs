using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Placement;
using OrleansInference.Routing;

namespace OrleansInference.Replicas;

/// <inheritdoc cref="IReplicaPoolGrain"/>
[PlaceOnSilo, KeepAlive, Reentrant]
internal sealed class ReplicaPoolGrain : Grain, IReplicaPoolGrain
{
    private readonly PoolKey _key;
    private readonly ReplicaPool _pool;
    private readonly LoadReporter _reporter;
    private readonly int _configuredReplicas;

    public ReplicaPoolGrain(IModelCatalog catalog, TimeProvider time, ILogger<ReplicaPoolGrain> logger)
    {
        _key = PoolKey.Parse(this.GetPrimaryKeyString());
        var spec = catalog.TryGet(_key.Model, out var entry) && entry.Spec is { } known
            ? known
            : throw new InvalidOperationException($"{_key.Model} is not in this silo's repository: {entry?.Reason ?? "there is no such version"}.");
        _configuredReplicas = spec.Replicas.Length;
        _reporter = new LoadReporter(sequence => _pool!.Report(sequence), SendReport, time, logger);
        _pool = new ReplicaPool(_key, spec, ReplicaAt, time, _reporter.MarkChanged, logger);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(_reporter.Tick, new GrainTimerCreationOptions(LoadReporter.Period, LoadReporter.Period) { Interleave = true });

        // Loads in the background: a pool that replaces a lost one heals itself, and nobody's call waits for a model to load.
        _ = _pool.Resize(_configuredReplicas);
        return Task.CompletedTask;
    }

    public async Task<PoolReport> Resize(int replicas)
    {
        await _pool.Resize(replicas);
        await _reporter.SendNow();
        return _pool.Report(sequence: 0);
    }

    public Task<InferenceOutcome> Infer(InferenceRequest request, CancellationToken cancellationToken) =>
        _pool.Infer(request, cancellationToken);

    public async Task Drain()
    {
        var drained = _pool.Drain();
        await _reporter.SendNow();
        await drained;
        await _reporter.SendNow();
    }

    private IReplicaGrain ReplicaAt(int slot) => GrainFactory.GetGrain<IReplicaGrain>(new ReplicaKey(_key, slot).ToString());

    private Task SendReport(PoolReport report) => GrainFactory.GetGrain<IRouterGrain>(_key.Model.Model).Report(report);
}
