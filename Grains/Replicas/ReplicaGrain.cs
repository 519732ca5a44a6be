using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <inheritdoc cref="IReplicaGrain"/>
[StatelessWorker(1, removeIdleWorkers: false), KeepAlive]
internal sealed partial class ReplicaGrain(
    ModelCatalog catalog, ModelRuntimes runtimes, ILocalSiloDetails silo, TimeProvider time, ILogger<ReplicaGrain> logger)
    : Grain, IReplicaGrain
{
    private Replica? _replica;
    private ReplicaStatus? _status;

    public async Task<ReplicaStatus> Load(CancellationToken cancellationToken)
    {
        if (_replica is null) _status = await LoadNow(ReplicaKey.Parse(this.GetPrimaryKeyString()), cancellationToken);
        return _status!;
    }

    public async Task<BatchRun> Run(ImmutableArray<InferenceRequest> batch)
    {
        // A new activation in the place of one that was lost has nothing loaded yet.
        if (_replica is null && (await Load(CancellationToken.None)).Fault is { } fault)
            return new BatchRun([.. Enumerable.Repeat(InferenceOutcome.Of(fault with { Kind = FaultKind.ModelNotReady }), batch.Length)], []);
        return await _replica!.Run(batch);
    }

    public async Task Unload()
    {
        await Free();
        DeactivateOnIdle(); // or each reload would leave an activation behind
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Free();

    private async Task Free()
    {
        var replica = _replica;
        (_replica, _status) = (null, null);
        if (replica is not null) await replica.DisposeAsync();
    }

    private async Task<ReplicaStatus> LoadNow(ReplicaKey key, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var id = key.Pool.Model;
        // A silo that has just heard that it is dead sends its calls to another one, which has replicas of its own.
        if (!key.Pool.Silo.Equals(silo.SiloAddress))
        {
            DeactivateOnIdle();
            return Failed("", InferenceFault.Of(FaultKind.Unavailable, $"Replica {key} lives on silo {key.Pool.Silo}, and was asked for on {silo.SiloAddress}."));
        }
        if (!catalog.TryGetSpec(id, key.Pool.Revision, out var spec))
            return Failed("", InferenceFault.Of(FaultKind.LoadFailed, $"Model '{id.Model}' version {id.Version} was unloaded."));

        var slot = spec.SlotOf(key.Slot);
        var (model, fault) = await runtimes.LoadAsync(spec, slot, cancellationToken);
        if (model is null) return Failed(slot.Device, fault!);

        var replica = new Replica(id, model, time, spec.Batching.Padding);
        var (times, cold) = await replica.WarmUp(spec);
        if (cold is not null)
        {
            await replica.DisposeAsync();
            return Failed(slot.Device, cold);
        }
        _replica = replica;
        var status = new ReplicaStatus
        {
            Signature = replica.Signature,
            Device = slot.Device,
            LoadTime = time.GetElapsedTime(started),
            WarmUp = times,
        };
        LogLoaded(key, slot.Device, status.LoadTime.TotalMilliseconds);
        return status;

        ReplicaStatus Failed(string device, InferenceFault fault)
        {
            LogLoadFailed(key, fault.Message);
            return new ReplicaStatus { Fault = fault, Device = device, LoadTime = time.GetElapsedTime(started) };
        }
    }
}
