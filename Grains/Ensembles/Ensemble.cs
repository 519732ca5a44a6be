using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Ensembles;

/// <summary>One loading of an ensemble on one silo: its plan, and what it does and has done. Thread-safe.</summary>
/// <param name="pool">What it has instead of a pool.</param>
/// <param name="spec">Of an ensemble, which declares its signature.</param>
internal sealed class Ensemble(PoolKey pool, ModelSpec spec)
{
    private readonly Lock _lock = new();
    private readonly PoolCounters _counters = new();
    private readonly TaskCompletionSource _drained = new();
    private bool _isDraining;
    private int _inFlight;
    private volatile Described? _described;

    public PoolKey Pool { get; } = pool;

    public EnsemblePlan Plan { get; } = new(spec.Ensemble!, spec.DeclaredSignature!);

    public SiloModel Own
    {
        get { lock (_lock) return new SiloModel(Pool.Model, _inFlight, ReadyReplicas: 0, LoadingReplicas: 0, _counters.Statistics); }
    }

    public void Came(DateTimeOffset at)
    {
        lock (_lock)
        {
            _inFlight++;
            _counters.Came(at);
        }
    }

    /// <param name="request">One that came.</param>
    /// <param name="outcome">Its outcome; null where it had none, because of a bug.</param>
    /// <param name="took">Since it came.</param>
    public void Ended(InferenceRequest request, InferenceOutcome? outcome, TimeSpan took)
    {
        bool isDrained;
        lock (_lock)
        {
            // It has no queue and no replica of its own: all of its time is that of its steps.
            if (outcome?.Response is not null) Count((int)ItemsOf(request), took);
            else if (outcome?.Fault is { } fault) _counters.Failed(fault.Kind, took);
            isDrained = --_inFlight == 0 && _isDraining;
        }
        if (isDrained) _drained.TrySetResult();
    }

    /// <summary>Ends when its requests have.</summary>
    public Task Drain()
    {
        lock (_lock)
        {
            _isDraining = true;
            return _inFlight == 0 ? Task.CompletedTask : _drained.Task;
        }
    }

    /// <summary>How it stands. Every request asks, so the last answer is kept.</summary>
    /// <param name="own">As the catalog has it.</param>
    /// <param name="steps">The model of each step; null where there is none.</param>
    public ModelStatus StatusOf(ModelStatus own, ModelStatus?[] steps)
    {
        if (_described is { } last && own == last.Own && steps.AsSpan().SequenceEqual(last.Steps)) return last.Status;
        var status = EnsembleStatus.Of(own, Plan, steps);
        _described = new Described(own, steps, status);
        return status;
    }

    private void Count(int items, TimeSpan took)
    {
        ImmutableArray<ForwardPass> pass = [new ForwardPass(items, TimeSpan.Zero, took, TimeSpan.Zero)];
        _counters.Ran(pass);
        _counters.Succeeded(items, pass, TimeSpan.Zero, took);
    }

    private long ItemsOf(InferenceRequest request) =>
        Plan.Signature.MaxBatchSize > 0 && request.Inputs is [{ Shape: [var items, ..] }, ..] ? items : 1;

    private sealed record Described(ModelStatus Own, ModelStatus?[] Steps, ModelStatus Status);
}
