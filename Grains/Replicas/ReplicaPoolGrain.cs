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
    private readonly LoadReporter _reporter;
    private readonly ModelCatalog _catalog;

    /// <summary>Null in an activation that a late call made after the pool had gone: it says so, and goes again.</summary>
    private readonly ReplicaPool? _pool;

    public ReplicaPoolGrain(ModelCatalog catalog, Arrivals arrivals, TimeProvider time, ILogger<ReplicaPoolGrain> logger)
    {
        (_key, _catalog) = (PoolKey.Parse(this.GetPrimaryKeyString()), catalog);
        _reporter = new LoadReporter(Report, SendReport, time, logger);
        if (!catalog.TryGetSpec(_key.Model, _key.Revision, out var spec)) return;
        _pool = new ReplicaPool(_key, spec, ReplicaAt, time, _reporter.MarkChanged, Offer, arrivals, logger);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_pool is null) return Task.CompletedTask;
        this.RegisterGrainTimer(_reporter.Tick, new GrainTimerCreationOptions(LoadReporter.Period, LoadReporter.Period) { Interleave = true });

        // Loads in the background: a pool that replaces a lost one heals itself, and nobody's call waits for a model to load.
        if (_catalog.ReplicasOf(_key.Model, _key.Revision) is { } replicas) _ = _pool.Resize(replicas);
        return Task.CompletedTask;
    }

    public async Task<PoolReport> Resize(int replicas)
    {
        if (_pool is null) DeactivateOnIdle();
        else await _pool.Resize(replicas);
        await _reporter.SendNow();
        return Report(sequence: 0);
    }

    public Task<PoolAnswer> Infer(InferenceRequest request, SiloAddress? dispatcher, CancellationToken cancellationToken)
    {
        if (_pool is not null) return _pool.Infer(request, dispatcher, cancellationToken);
        DeactivateOnIdle();
        return Task.FromResult(new PoolAnswer(
            InferenceOutcome.Of(FaultKind.ModelNotReady, $"The pool of model '{request.Model}' on silo {_key.Silo} has gone."), default));
    }

    public Task<PoolStatistics> Statistics() => Task.FromResult(_pool?.Statistics ?? new PoolStatistics());

    public async Task Drain()
    {
        var drained = _pool?.Drain() ?? Task.CompletedTask;
        await _reporter.SendNow();
        await drained;
        await _reporter.SendNow();
        DeactivateOnIdle();
    }

    private PoolReport Report(long sequence) => _pool?.Report(sequence) ?? new PoolReport
    {
        Pool = _key,
        Sequence = sequence,
        State = PoolState.Gone,
        ReadyReplicas = 0,
        LoadingReplicas = 0,
        QueueDepth = 0,
    };

    private IReplicaGrain ReplicaAt(int slot) => GrainFactory.GetGrain<IReplicaGrain>(new ReplicaKey(_key, slot).ToString());

    private Task<OfferAnswer> Offer(SiloAddress dispatcher, PoolLoad load, bool isLast) =>
        GrainFactory.GetGrain<IDispatcherGrain>(dispatcher.ToParsableString()).Offer(_key, load, isLast);

    private Task SendReport(PoolReport report) => GrainFactory.GetGrain<IRouterGrain>(_key.Model.Model).Report(report);
}
