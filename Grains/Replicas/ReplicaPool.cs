using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>
/// The replicas of a pool and the queue that they share. Single-threaded: every call and every continuation runs on the
/// scheduler of the pool's grain.
/// </summary>
/// <param name="replicaAt">The replica of a slot.</param>
/// <param name="changed">Called after each change that a report would show.</param>
internal sealed partial class ReplicaPool(
    PoolKey key, ModelSpec spec, Func<int, IReplicaGrain> replicaAt, TimeProvider time, Action changed, ILogger logger)
{
    private readonly PoolAdmission _admission = new(spec, time);
    private readonly BatchQueue _queue = new(spec.Batching);
    private readonly List<ReplicaSlot> _slots = [];
    private readonly PoolCounters _counters = new();
    private TaskCompletionSource? _emptied;
    private DateTimeOffset _wakeAt = DateTimeOffset.MaxValue;
    private Task? _drained;
    private bool _draining;
    private bool _gone;
    private int _running;

    /// <summary>Adds or removes replicas; ends when they are loaded, failed or unloaded. A pool that drains has no size any more.</summary>
    public async Task Resize(int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replicas);
        if (_draining) return;
        foreach (var slot in _slots) slot.IsLeaving = slot.Index >= replicas;
        List<Task> work = [.. _slots.Where(slot => slot is { IsLeaving: true, State: ReplicaSlotState.Idle or ReplicaSlotState.Failed }).ToList().Select(Unload)];
        while (_slots.Count(slot => !slot.IsLeaving) < replicas)
        {
            var index = Enumerable.Range(0, replicas).First(free => !_slots.Exists(slot => slot.Index == free));
            var slot = new ReplicaSlot(index, replicaAt(index));
            _slots.Add(slot);
            slot.Loaded = Load(slot);
        }
        // Also those that an earlier call began to load: whoever asks for a size may rely on it afterwards.
        work.AddRange(_slots.Select(slot => slot.Loaded));
        changed();
        await Task.WhenAll(work);
    }

    /// <summary>Queues the request and returns its one outcome.</summary>
    public async Task<InferenceOutcome> Infer(InferenceRequest request, CancellationToken cancellationToken)
    {
        if (request.TimeLeft is null && spec.DefaultTimeout is { } timeout) request = request with { TimeLeft = timeout };
        if (Refusal(request) is { } refusal)
        {
            _counters.Refused(refusal.Kind);
            return InferenceOutcome.Of(refusal);
        }

        var pending = _admission.Admit(request, Signature!);
        _counters.Came(pending.EnqueuedAt);
        _queue.Add(pending);
        Pump();
        changed();
        try
        {
            return pending.Outcome.IsCompleted
                ? await pending.Outcome
                : await pending.Outcome.WaitAsync(PoolAdmission.WaitBound(request), time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return await Abandon(pending, FaultKind.DeadlineExceeded,
                $"Request for model '{request.Model}' missed its deadline, {request.TimeLeft!.Value.TotalMilliseconds:0.###} ms after it came to the pool, in the queue or while it ran.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await Abandon(pending, FaultKind.Cancelled, "The caller cancelled the request.");
        }
    }

    /// <summary>Refuses new requests, finishes the others, unloads. For good: another call waits for the same.</summary>
    public Task Drain() => _drained ??= DrainOnce();

    private async Task DrainOnce()
    {
        _draining = true;
        changed();
        if (_queue.Count + _running > 0) await (_emptied ??= new TaskCompletionSource()).Task;
        foreach (var slot in _slots) slot.IsLeaving = true;
        await Task.WhenAll(_slots.Where(slot => slot.State is ReplicaSlotState.Idle or ReplicaSlotState.Failed).ToList().Select(Unload));
        _gone = true;
        changed();
    }

    public PoolStatistics Statistics => _counters.Statistics;

    public PoolReport Report(long sequence) => new()
    {
        Pool = key,
        Sequence = sequence,
        State = State,
        ReadyReplicas = ReadyReplicas,
        LoadingReplicas = _slots.Count(slot => slot.State == ReplicaSlotState.Loading),
        QueueDepth = _queue.Count + _running,
        Signature = Signature,
        Reason = Reason,
        LoadTime = _slots.Max(slot => slot.Status?.LoadTime) ?? TimeSpan.Zero,
        Devices = string.Join(", ", _slots.Select(slot => slot.Status?.Device ?? "").Where(device => device.Length > 0).Distinct()),
    };

    private PoolState State =>
        _gone ? PoolState.Gone
        : _draining ? PoolState.Draining
        : ReadyReplicas > 0 ? PoolState.Ready
        : _slots.Count > 0 && _slots.TrueForAll(slot => slot.State == ReplicaSlotState.Failed) ? PoolState.Failed
        : PoolState.Loading;

    private int ReadyReplicas => _slots.Count(slot => slot.State is ReplicaSlotState.Idle or ReplicaSlotState.Busy);

    private ModelSignature? Signature => _slots.FirstOrDefault(slot => slot.Status?.Signature is not null)?.Status!.Signature;

    private string? Reason => _slots.FirstOrDefault(slot => slot.Status?.Fault is not null)?.Status!.Fault!.Message;

    private InferenceFault? Refusal(InferenceRequest request) => State switch
    {
        PoolState.Ready when _queue.IsFull => InferenceFault.Of(FaultKind.QueueFull,
            $"Queue of model '{request.Model}' is full: {_queue.Count} requests wait, max_queue_size is {spec.Batching.MaxQueueSize}. Try again later."),
        PoolState.Ready => PoolAdmission.Refusal(request, Signature!),
        PoolState.Failed => InferenceFault.Of(FaultKind.ModelNotReady, $"Model '{request.Model}' can't be served: {Reason}"),
        PoolState.Loading => InferenceFault.Of(FaultKind.ModelNotReady, $"Model '{request.Model}' is still loading."),
        _ => InferenceFault.Of(FaultKind.Unavailable, $"The pool of model '{request.Model}' on silo {key.Silo} is leaving."),
    };

    /// <summary>Hands batches to idle replicas until one of the two runs out.</summary>
    private void Pump()
    {
        while (_queue.Count > 0 && _slots.Find(slot => slot.State == ReplicaSlotState.Idle) is { } slot)
        {
            if (!_queue.TryTake(time.GetUtcNow(), out var batch, out var readyAt))
            {
                if (readyAt is { } at && at < _wakeAt) _ = Wake(at);
                return;
            }
            _ = Run(slot, batch);
        }
    }

    private async Task Wake(DateTimeOffset at)
    {
        _wakeAt = at;
        var delay = at - time.GetUtcNow();
        if (delay > TimeSpan.Zero) await Task.Delay(delay, time);
        if (_wakeAt == at) _wakeAt = DateTimeOffset.MaxValue;
        Pump();
    }

    private async Task Run(ReplicaSlot slot, List<PendingRequest> batch)
    {
        slot.State = ReplicaSlotState.Busy;
        _running += batch.Count;
        var started = time.GetUtcNow();
        BatchRun run;
        try
        {
            run = await slot.Replica.Run([.. batch.Select(pending => pending.Request)]);
        }
        catch (Exception exception)
        {
            LogRunFailed(exception, key, slot.Index);
            var failed = InferenceOutcome.Of(FaultKind.Unavailable, $"Replica {slot.Index} of {key} failed: {exception.Message}");
            run = new BatchRun([.. Enumerable.Repeat(failed, batch.Count)], []);
        }
        _running -= batch.Count;
        slot.State = ReplicaSlotState.Idle;
        if (slot.IsLeaving) _ = Unload(slot);
        Pump();
        Settle(batch, run, started);
        AfterRemoval();
    }

    private void Settle(List<PendingRequest> batch, BatchRun run, DateTimeOffset started)
    {
        var now = time.GetUtcNow();
        _counters.Ran(run.Passes);
        for (var i = 0; i < batch.Count; i++)
        {
            var (pending, outcome) = (batch[i], run.Outcomes[i]);
            if (pending.Outcome.IsCompleted)
            {
                if (outcome.Response is { } unread) TensorMemory.Release(unread);
                continue;
            }
            // Before the caller goes on, who may ask for the statistics.
            if (outcome.Response is not null) _counters.Succeeded(pending, run.Passes, started, now);
            else _counters.Failed(pending, outcome.Fault!.Kind, now);
            pending.TrySettle(outcome);
        }
    }

    private async Task<InferenceOutcome> Abandon(PendingRequest pending, FaultKind kind, string message)
    {
        _queue.Remove(pending);
        if (pending.TrySettle(InferenceOutcome.Of(kind, message))) _counters.Failed(pending, kind, time.GetUtcNow());
        AfterRemoval();
        return await pending.Outcome;
    }

    private void AfterRemoval()
    {
        changed();
        if (_queue.Count + _running > 0 || _emptied is not { } emptied) return;
        _emptied = null;
        emptied.SetResult();
    }

    private async Task Load(ReplicaSlot slot)
    {
        try
        {
            slot.Status = await slot.Replica.Load(CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogLoadFailed(exception, key, slot.Index);
            slot.Status = new ReplicaStatus { Fault = InferenceFault.Of(FaultKind.LoadFailed, exception.Message) };
        }
        slot.State = slot.Status.Fault is null ? ReplicaSlotState.Idle : ReplicaSlotState.Failed;
        if (slot.IsLeaving) await Unload(slot);
        Pump();
        changed();
    }

    private async Task Unload(ReplicaSlot slot)
    {
        _slots.Remove(slot);
        try
        {
            await slot.Replica.Unload();
        }
        catch (Exception exception)
        {
            LogUnloadFailed(exception, key, slot.Index);
        }
        if (ReadyReplicas == 0)
            foreach (var pending in _queue.TakeAll())
                pending.TrySettle(InferenceOutcome.Of(FaultKind.Unavailable, $"The last replica of {key} was removed."));
        AfterRemoval();
    }
}
