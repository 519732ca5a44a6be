using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace OrleansInference.Embedded;

/// <summary>The activations of one silo.</summary>
internal sealed class Catalog(Silo silo)
{
    private readonly ConcurrentDictionary<GrainId, MessageTarget> _targets = new();
    private readonly Lock _lock = new();
    private ITimer? _collection;
    private long _lastNumber;
    private volatile bool _isClosed;

    /// <summary>Activations in the order of their making.</summary>
    public Activation[] Activations =>
        [.. _targets.Values.SelectMany(target => target.Activations).OrderBy(activation => activation.Number)];

    public long NextNumber() => Interlocked.Increment(ref _lastNumber);

    public void Start()
    {
        var period = silo.Services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value.CollectionQuantum;
        _collection = silo.Clock.CreateTimer(static catalog => ((Catalog)catalog!).Collect(), this, period, period);
    }

    /// <summary>Whether the grain is active here and takes requests.</summary>
    public bool Holds(GrainId grain) =>
        _targets.TryGetValue(grain, out var target) && target is Activation { State: ActivationState.Activating or ActivationState.Valid };

    /// <summary>Hands a request to its activation, making one where there is none.</summary>
    public void Receive(Request request)
    {
        while (true)
        {
            if (!_targets.TryGetValue(request.Target, out var target) && !TryCreate(request, out target)) return;
            if (target!.TryReceive(request)) return;
            if (!_isClosed) continue;
            Refuse(request);
            return;
        }
    }

    public void Cancel(GrainId grain, PendingCall call)
    {
        if (_targets.TryGetValue(grain, out var target)) target.Cancel(call);
    }

    public void Remove(Activation activation)
    {
        _targets.TryRemove(new(activation.Grain, activation));
        if (activation.Class.UsesDirectory) silo.Fabric.Directory.Remove(activation.Grain, silo.Address);
    }

    public void Remove(WorkerGroup group) => _targets.TryRemove(new(group.Grain, group));

    /// <summary>Makes no more activations, and ends those that there are.</summary>
    public async Task StopAsync(CancellationToken token)
    {
        lock (_lock) _isClosed = true;
        _collection?.Dispose();
        foreach (var group in _targets.Values.OfType<WorkerGroup>()) group.Stop();
        var activations = Activations;
        foreach (var activation in activations)
            activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "This process is terminating."), token);
        await Task.WhenAll(activations.Select(activation => activation.Deactivated));
    }

    public void Crash()
    {
        lock (_lock) _isClosed = true;
        _collection?.Dispose();
        foreach (var group in _targets.Values.OfType<WorkerGroup>()) group.Stop();
        foreach (var activation in Activations) activation.Crash();
        _targets.Clear();
    }

    /// <summary>Reports turns that block.</summary>
    public void LookAtTurns()
    {
        foreach (var target in _targets.Values)
            foreach (var activation in target.Activations) silo.LookAtTurn(activation.Turns);
    }

    private void Collect()
    {
        var now = silo.Clock.GetUtcNow();
        foreach (var target in _targets.Values.OrderBy(target => target.Number)) target.Collect(now);
    }

    // The silo is on its way out: another one may take the grain, where it is not bound to this one.
    private void Refuse(Request request)
    {
        if (silo.Classes.Named(request.Target.Type).UsesDirectory)
        {
            silo.Fabric.Directory.Remove(request.Target, silo.Address);
            silo.Forward(request);
        }
        else
        {
            request.Reject(silo, new SiloUnavailableException($"{silo} is shutting down and does not activate {request.Target}."));
        }
    }

    private bool TryCreate(Request request, out MessageTarget? target)
    {
        var grainClass = silo.Classes.Named(request.Target.Type);
        lock (_lock)
        {
            if (_targets.TryGetValue(request.Target, out target)) return true;
            if (_isClosed)
            {
                Refuse(request);
                return false;
            }

            if (grainClass.UsesDirectory && !silo.Fabric.Directory.Register(request.Target, silo.Address).Equals(silo.Address))
            {
                silo.Forward(request);
                return false;
            }

            target = _targets[request.Target] = grainClass.Workers is null
                ? new Activation(silo, request.Target, grainClass)
                : new WorkerGroup(silo, request.Target, grainClass);
        }

        if (target is Activation activation) activation.Activate();
        return true;
    }
}
