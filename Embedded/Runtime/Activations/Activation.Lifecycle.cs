using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace OrleansInference.Embedded;

internal sealed partial class Activation
{
    private readonly HashSet<GrainTimer> _timers = [];
    private readonly TaskCompletionSource _deactivated;
    private TaskCompletionSource? _drained;
    private Task _activating = Task.CompletedTask;
    private Exception? _failure;
    private DateTimeOffset _keepUntil;
    private int _deactivating;
    private bool _wasValid;

    public Task Deactivated => _deactivated.Task;

    private GrainCollectionOptions Collection => Silo.Services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value;

    /// <summary>Creates the grain and activates it, in turns of its own. Work waits meanwhile.</summary>
    public void Activate() => Turns.Run(static state =>
    {
        var activation = (Activation)state!;
        activation._activating = activation.ActivateAsync();
    }, this);

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _deactivating, 1) != 0) return;
        lock (_lock)
        {
            if (State == ActivationState.Invalid) return;
            _wasValid = State == ActivationState.Valid;
            State = ActivationState.Deactivating;
            _drained = new(Silo.Driver.CompletionOptions);
            if (_running.Count == 0) _drained.SetResult();
        }

        Turns.Run(static state =>
        {
            var (activation, reason, token) = ((Activation, DeactivationReason, CancellationToken))state!;
            _ = activation.DeactivateAsync(reason, token);
        }, (this, deactivationReason, cancellationToken));
    }

    public void DelayDeactivation(TimeSpan span) => _keepUntil = span switch
    {
        _ when span == Timeout.InfiniteTimeSpan || span == TimeSpan.MaxValue => DateTimeOffset.MaxValue,
        _ when span <= TimeSpan.Zero => DateTimeOffset.MinValue,
        _ => Silo.Clock.GetUtcNow() + span,
    };

    public override void Collect(DateTimeOffset now)
    {
        if (Class.IsKeptAlive || now < _keepUntil || !IsInactive) return;
        var age = Collection.ClassSpecificCollectionAge.TryGetValue(Class.Implementation.FullName!, out var specific)
            ? specific
            : Class.CollectionAge ?? Collection.CollectionAge;
        if (now - LastUsed < age) return;
        Deactivate(new(DeactivationReasonCode.ActivationIdle, $"{this} has been idle for {now - LastUsed}, longer than {age}."));
    }

    /// <summary>The silo has crashed: nothing more runs.</summary>
    public void Crash()
    {
        Turns.Stop();
        lock (_lock)
        {
            State = ActivationState.Invalid;
            _waiting.Clear();
        }

        DisposeTimers();
    }

    public void Add(GrainTimer timer)
    {
        lock (_lock) _timers.Add(timer);
    }

    public void Remove(GrainTimer timer)
    {
        lock (_lock) _timers.Remove(timer);
    }

    private async Task ActivateAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(Collection.ActivationTimeout, Silo.Clock);
            (GrainInstance, var states) = Class.Create(Grain, ActivationServices);
            foreach (var state in states) await state.ReadStateAsync();
            if (GrainInstance is IGrainBase grain) await grain.OnActivateAsync(limit.Token);
        }
        catch (Exception error)
        {
            LogActivationFailed(Silo.Logger, error, this);
            _failure = error;
            // Where it asked for its deactivation before, that is under way and ends it.
            if (Interlocked.Exchange(ref _deactivating, 1) == 0) await EndAsync();
            return;
        }

        lock (_lock)
        {
            // It may have asked for its deactivation meanwhile.
            if (State == ActivationState.Activating) State = ActivationState.Valid;
        }

        Pump();
    }

    private async Task DeactivateAsync(DeactivationReason reason, CancellationToken token)
    {
        using var limit = new CancellationTokenSource(Collection.DeactivationTimeout, Silo.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, token);
        try
        {
            await _activating.WaitAsync(either.Token);
            DisposeTimers();
            await _drained!.Task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            LogStillRunning(Silo.Logger, this, _running.Count);
        }

        try
        {
            // As in Orleans: a grain that leaves while it activates is not told so.
            if (_wasValid && GrainInstance is IGrainBase grain) await grain.OnDeactivateAsync(reason, either.Token).WaitAsync(either.Token);
        }
        catch (Exception error)
        {
            LogDeactivationFailed(Silo.Logger, error, this);
        }

        await EndAsync();
    }

    private async Task EndAsync()
    {
        // Out of the directory before the waiting work is sent on, lest it comes back here.
        Silo.Catalog.Remove(this);
        _ended?.Invoke(this);
        Work[] waiting;
        lock (_lock)
        {
            State = ActivationState.Invalid;
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        DisposeTimers();
        foreach (var work in waiting) work.Abandon(Silo, _failure);
        try
        {
            if (GrainInstance is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else if (GrainInstance is IDisposable disposable) disposable.Dispose();
            await _scope.DisposeAsync();
        }
        catch (Exception error)
        {
            LogDeactivationFailed(Silo.Logger, error, this);
        }

        _deactivated.TrySetResult();
    }

    private void DisposeTimers()
    {
        GrainTimer[] timers;
        lock (_lock) timers = [.. _timers];
        foreach (var timer in timers) timer.Dispose();
    }
}
