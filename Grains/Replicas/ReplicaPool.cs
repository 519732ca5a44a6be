using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using OrleansInference.Inference;
using OrleansInference.Messages;
using OrleansInference.Models;
using OrleansInference.Routing;
using OrleansInference.Work;

namespace OrleansInference.Replicas;

/// <summary>
/// The replicas of a pool and the queue that they share. Single-threaded: every call and every continuation runs on the
/// scheduler of the pool's grain.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposed by Drain; of a pool that its silo takes along nobody keeps the timer.")]
internal sealed partial class ReplicaPool
{
    private readonly PoolKey _key;
    private readonly ModelSpec _spec;
    private readonly TimeProvider _time;
    private readonly Action _changed;
    private readonly ILogger _logger;
    private readonly CostModel _cost = new();
    private readonly BatchSizes _sizes = new();
    private readonly PoolCounters _counters = new();
    private readonly BatchQueue _queue;
    private readonly PoolAdmission _admission;
    private readonly ReplicaSet _replicas;
    private readonly Alarm _alarm;
    private readonly PlaceOffers _offers;
    private readonly Func<SiloAddress, PoolLoad, bool, Task<OfferAnswer>> _offer;
    private readonly Arrivals _arrivals;
    private TaskCompletionSource? _emptied;
    private Task? _drained;
    private bool _draining;

    /// <summary>It has had to have no replica, and has not had a ready one since.</summary>
    private bool _wasParked;
    private bool _gone;
    private int _running, _runningItems;
    private double _typicalSeconds;

    /// <param name="replicaAt">The replica of a slot.</param>
    /// <param name="changed">Called after each change that a report would show.</param>
    /// <param name="offer">Offers a place to a silo's dispatcher.</param>
    /// <param name="arrivals">Requests that are on their way to it.</param>
    public ReplicaPool(
        PoolKey key, ModelSpec spec, Func<int, IReplicaGrain> replicaAt, TimeProvider time, Action changed,
        Func<SiloAddress, PoolLoad, bool, Task<OfferAnswer>> offer, Arrivals arrivals, ILogger logger)
    {
        (_key, _spec, _time, _changed, _offer, _arrivals, _logger) = (key, spec, time, changed, offer, arrivals, logger);
        _offers = new PlaceOffers(time);
        _queue = new BatchQueue(spec.Batching, new BatchComposer(spec.Batching, _cost, _sizes));
        _admission = new PoolAdmission(spec.Batching, _queue, _cost, time);
        _replicas = new ReplicaSet(key, replicaAt, time, OnReplicasChanged, OnLoaded, logger);
        _alarm = new Alarm(time, OnAlarm);
    }

    public PoolStatistics Statistics => _counters.Statistics;

    /// <summary>Adds or removes replicas; ends when they are loaded, failed or unloaded. A pool that drains has no size any more.</summary>
    public Task Resize(int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replicas);
        return _draining ? Task.CompletedTask : replicas == 0 ? Park() : _replicas.Resize(replicas);
    }

    /// <summary>Queues the request and returns its one outcome, or hands it back at once (<see cref="IReplicaPoolGrain.Infer"/>).</summary>
    public async Task<PoolAnswer> Infer(InferenceRequest request, SiloAddress? dispatcher, CancellationToken cancellationToken)
    {
        if (IsHeldFor) return new PoolAnswer(null, Load);
        if (Refusal(request) is { } refusal) return Refuse(refusal);
        if (dispatcher is not null && !HasRoom(dispatcher)) return new PoolAnswer(null, Load);
        var pending = _admission.Pend(request, _replicas.Signature!);
        if (Overload(pending) is { } overload) return Refuse(overload);
        pending.MayGoBack = dispatcher is not null;

        _counters.Came(pending.EnqueuedAt);
        _queue.Add(pending);
        Begin();
        if (pending.Outcome.IsCompleted) return Answer(pending, await pending.Outcome);

        _changed();
        _alarm.SetNoLaterThan(pending.Deadline < pending.QueuedUntil ? pending.Deadline : pending.QueuedUntil);
        if (_spec.Batching.PriorityLevels > 1) _alarm.SetNoLaterThan(pending.AtLevelSince + BatchQueue.AgingPeriod);
        var registration = cancellationToken.UnsafeRegister(static state => ((PendingRequest)state!).TrySettle(
            InferenceOutcome.Of(FaultKind.Cancelled, "The caller cancelled the request.")), pending);
        var outcome = await pending.Outcome;
        registration.Dispose();
        if (ReferenceEquals(outcome, HandedBack)) return new PoolAnswer(null, Load);
        if (outcome.Fault is { Kind: FaultKind.Cancelled }) Abandoned(pending);
        return Answer(pending, outcome);
    }

    private PoolAnswer Answer(PendingRequest pending, InferenceOutcome outcome) =>
        new(MessageLimit.Bound(outcome, pending.Request.MaxAnswerBytes), Load, pending.BatchTime);

    /// <summary>Refuses new requests, finishes the others, unloads. For good: another call waits for the same.</summary>
    public Task Drain() => _drained ??= DrainOnce();

    public PoolReport Report(long sequence)
    {
        var now = _time.GetUtcNow();
        return new PoolReport
        {
            Pool = _key,
            Sequence = sequence,
            State = State,
            ReadyReplicas = _replicas.Ready,
            LoadingReplicas = _replicas.Loading,
            QueueDepth = _queue.Count + _running,
            Load = Load with { Sequence = 0 },
            Signature = _replicas.Signature,
            Reason = _replicas.Reason,
            LoadTime = _replicas.LoadTime,
            Devices = _replicas.Devices,
            QueuedSeconds = QueuedSeconds(now),
            Cost = _cost.HasLearned ? _cost.Coefficients : null,
            CostSamples = _cost.Samples,
            Latency = _counters.Latency(now),
            BatchSize = BatchSize,
            ReadyFor = _replicas.ReadySince is { } since ? now - since : TimeSpan.Zero,
            WantedReplicas = _replicas.Wanted ?? 0,
            IsWaking = IsHeldFor && State == PoolState.Loading,
        };
    }

    /// <summary>See <see cref="PoolReport.QueuedSeconds"/>. A batch that takes longer than was thought is about to end.</summary>
    private double QueuedSeconds(DateTimeOffset now)
    {
        var seconds = 0.0;
        foreach (var slot in _replicas.Slots)
            if (slot.Batch is not null && slot.BusyUntil > now) seconds += (slot.BusyUntil - now).TotalSeconds;
        if (_queue.Count == 0) return seconds;
        // Each batch beyond the first costs the base once more; the rest is linear.
        var batches = Math.Ceiling(_queue.Work.Items / BatchSize);
        return seconds + _cost.Estimate(_queue.Work) + ((batches - 1) * _cost.Coefficients.Base);
    }

    private PoolState State =>
        _gone ? PoolState.Gone
        : _draining ? PoolState.Draining
        : _replicas.Ready > 0 ? PoolState.Ready
        : _replicas.Wanted == 0 ? PoolState.Parked
        : _replicas.HasFailed ? PoolState.Failed
        : PoolState.Loading;

    /// <summary>See <see cref="PoolReport.IsHeldFor"/>.</summary>
    private bool IsHeldFor => _wasParked && State is PoolState.Parked or PoolState.Loading;

    private InferenceFault? Refusal(InferenceRequest request) => State switch
    {
        PoolState.Ready => PoolAdmission.Misfit(request, _replicas.Signature!),
        PoolState.Failed => InferenceFault.Of(FaultKind.ModelNotReady, $"Model '{request.Model}' can't be served: {_replicas.Reason}"),
        PoolState.Loading => InferenceFault.Of(FaultKind.ModelNotReady, $"Model '{request.Model}' is still loading."),
        _ => InferenceFault.Of(FaultKind.ModelNotReady, $"The pool of model '{request.Model}' on silo {_key.Silo} is leaving."),
    };

    private InferenceFault? Overload(PendingRequest pending)
    {
        var untilIdle = _replicas.UntilIdle(pending.EnqueuedAt);
        return _admission.Overload(pending, _replicas.Ready, untilIdle) ?? _admission.Hopeless(pending, _replicas.Ready, untilIdle);
    }

    private PoolAnswer Refuse(InferenceFault fault)
    {
        _counters.Refused(fault.Kind);
        return new PoolAnswer(InferenceOutcome.Of(fault), Load);
    }

    private async Task DrainOnce()
    {
        _draining = true;
        _changed();
        HandBack();
        if (_queue.Count + _running > 0) await (_emptied ??= new TaskCompletionSource()).Task;
        await _replicas.Close();
        _gone = true;
        _alarm.Dispose();
        _changed();
    }

    private void AfterRemoval()
    {
        _changed();
        if (_offers.AnyWaiting) OfferPlaces();
        if (_queue.Count + _running > 0 || _emptied is not { } emptied) return;
        _emptied = null;
        emptied.SetResult();
    }

    private void OnLoaded(ReplicaSlot slot)
    {
        // Where its warm-up was timed, the first request can be judged by it.
        for (var i = 0; i < slot.Status!.WarmUp.Length && i < _spec.WarmUp.Length; i++)
            _cost.Learn(WorkFeatures.Of(_spec.WarmUpRequest(i), _replicas.Signature!.MaxBatchSize > 0), slot.Status.WarmUp[i].TotalSeconds);
        Pump();
    }

    private void OnReplicasChanged()
    {
        if (_replicas.Ready > 0) _wasParked = false;
        if (_replicas.HasFailed)
            foreach (var pending in _queue.TakeAll())
                End(pending, FaultKind.Unavailable, $"{_key} has no replica left{(_replicas.Reason is { } reason ? $": {reason}" : ".")}");
        AfterRemoval();
    }
}
