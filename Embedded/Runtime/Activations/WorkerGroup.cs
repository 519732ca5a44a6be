using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace OrleansInference.Embedded;

/// <summary>
/// The stateless workers of one grain id on one silo. Work goes to the first worker that has nothing to do; where all are busy,
/// to a new one, or else, at the maximum, to the one with the fewest requests waiting.
/// </summary>
internal sealed class WorkerGroup : MessageTarget
{
    private readonly Lock _lock = new();
    private readonly List<Activation> _workers = [];
    private readonly List<Activation> _ending = [];
    private readonly GrainClass _class;
    private readonly StatelessWorkerPlacement _placement;
    private readonly StatelessWorkerOptions _options;
    private readonly ITimer? _inspection;
    private bool _isStopped;
    private int _idleLooks;

    public WorkerGroup(Silo silo, GrainId grain, GrainClass grainClass) : base(silo, grain)
    {
        _class = grainClass;
        _placement = grainClass.Workers!;
        _options = silo.Services.GetRequiredService<IOptions<StatelessWorkerOptions>>().Value;
        if (!_placement.RemoveIdleWorkers || !_options.RemoveIdleWorkers) return;
        var period = _options.IdleWorkersInspectionPeriod;
        _inspection = silo.Clock.CreateTimer(static group => ((WorkerGroup)group!).Inspect(), this, period, period);
    }

    public override IEnumerable<Activation> Activations
    {
        get
        {
            lock (_lock) return [.. _workers, .. _ending];
        }
    }

    public override bool TryReceive(Work work)
    {
        // A worker may end between the pick and the handing over.
        while (Pick() is { } worker)
            if (worker.TryReceive(work)) return true;
        return false;
    }

    public override void Cancel(PendingCall call)
    {
        foreach (var worker in Activations) worker.Cancel(call);
    }

    public override void Collect(DateTimeOffset now)
    {
        foreach (var worker in Activations) worker.Collect(now);
    }

    /// <summary>Makes no more workers; those that there are end by themselves.</summary>
    public void Stop()
    {
        lock (_lock) _isStopped = true;
        _inspection?.Dispose();
    }

    private Activation? Pick()
    {
        Activation created;
        lock (_lock)
        {
            // A worker that deactivates takes no more work.
            _ending.AddRange(_workers.Where(IsEnding));
            _workers.RemoveAll(IsEnding);
            if (_workers.Find(worker => worker.IsInactive) is { } idle) return idle;
            if (_isStopped) return null;
            if (_workers.Count >= _placement.MaxLocal) return _workers.MinBy(worker => worker.WaitingCount)!;
            created = new Activation(Silo, Grain, _class, OnEnded);
            _workers.Add(created);
        }

        created.Activate();
        return created;

        static bool IsEnding(Activation worker) => worker.State is ActivationState.Deactivating or ActivationState.Invalid;
    }

    private void OnEnded(Activation worker)
    {
        lock (_lock)
        {
            _workers.Remove(worker);
            _ending.Remove(worker);
            if (_workers.Count + _ending.Count > 0) return;
            _isStopped = true;
        }

        // As in Orleans: with its last worker the group goes. Work that comes meanwhile finds it stopped, and makes another.
        _inspection?.Dispose();
        Silo.Catalog.Remove(this);
    }

    // Orleans steers this by a controller over the waiting counts; here a worker goes when looks in a row found one idle and nothing waiting.
    private void Inspect()
    {
        Activation? leaving = null;
        lock (_lock)
        {
            var idle = _workers.FindAll(worker => worker.IsInactive && worker.State == ActivationState.Valid);
            _idleLooks = idle.Count > 0 && _workers.TrueForAll(worker => worker.WaitingCount == 0) ? _idleLooks + 1 : 0;
            if (_idleLooks < _options.MinIdleCyclesBeforeRemoval || idle.Count == 0) return;
            _idleLooks = 0;
            leaving = idle[Silo.Driver.NextRandom(idle.Count)];
        }

        leaving.Deactivate(new(DeactivationReasonCode.RuntimeRequested, "Worker deactivated due to inactivity."));
    }
}
