using Microsoft.Extensions.DependencyInjection;

namespace OrleansInference.Embedded;

/// <summary>
/// One activation of a grain: its queue of work, and what of it may run now. By default one request at a time; which others may
/// interleave is decided as in Orleans (<see cref="MayRun"/>).
/// </summary>
internal sealed partial class Activation : MessageTarget, IGrainContext
{
    private readonly Lock _lock = new();
    private readonly List<Work> _waiting = [];
    private readonly List<Work> _running = [];
    private readonly HashSet<Guid> _reentrantChains = [];
    private readonly Action<Activation>? _ended;
    private readonly AsyncServiceScope _scope;
    private Work? _blocking;

    public Activation(Silo silo, GrainId grain, GrainClass grainClass, Action<Activation>? ended = null) : base(silo, grain)
    {
        Class = grainClass;
        _ended = ended;
        _scope = silo.Services.CreateAsyncScope();
        ActivationId = new ActivationId(silo.Driver.NewGuid());
        Turns = new TurnQueue($"{grain}#{Number}", silo, this);
        LastUsed = silo.Clock.GetUtcNow();
        _deactivated = new(silo.Driver.CompletionOptions);
    }

    public GrainClass Class { get; }

    public TurnQueue Turns { get; }

    public ActivationState State { get; private set; }

    public GrainId GrainId => Grain;

    public object? GrainInstance { get; private set; }

    public ActivationId ActivationId { get; }

    public IServiceProvider ActivationServices => _scope.ServiceProvider;

    public GrainAddress Address => new() { GrainId = Grain, ActivationId = ActivationId, SiloAddress = Silo.Address };

    public GrainReference GrainReference =>
        field ??= (GrainReference)GrainProxy.Create(Silo, Class.Implementation.GetInterfaces().First(type => type != typeof(IGrain) && typeof(IGrain).IsAssignableFrom(type) && type.Namespace != nameof(Orleans)), Grain);

    /// <summary>When it last had something to do.</summary>
    public DateTimeOffset LastUsed { get; private set; }

    public override IEnumerable<Activation> Activations => [this];

    /// <summary>Neither running nor waiting work.</summary>
    public bool IsInactive
    {
        get
        {
            lock (_lock) return _running.Count == 0 && _waiting.Count == 0;
        }
    }

    public int WaitingCount
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    public override bool TryReceive(Work work)
    {
        lock (_lock)
        {
            if (State == ActivationState.Invalid) return false;
            var limit = Silo.Options.MaxEnqueuedRequestsHardLimit;
            if (limit > 0 && _waiting.Count >= limit && work is Request)
                throw new LimitExceededException($"Too many requests wait for {Grain}: {_waiting.Count}, and the limit is {limit}.");
            if (work.KeepsAlive) LastUsed = Silo.Clock.GetUtcNow();
            _waiting.Add(work);
        }

        Pump();
        return true;
    }

    /// <summary>Work has ended. Called in a turn.</summary>
    public void Finished(Work work)
    {
        lock (_lock)
        {
            _running.Remove(work);
            if (ReferenceEquals(_blocking, work)) _blocking = null;
            if (work.KeepsAlive) LastUsed = Silo.Clock.GetUtcNow();
            if (_running.Count == 0) _drained?.TrySetResult();
        }

        Pump();
    }

    /// <summary>Ends a request for its caller: takes it from the queue, or cancels the token that it was given.</summary>
    public override void Cancel(PendingCall call)
    {
        Request? waiting, running;
        lock (_lock)
        {
            waiting = _waiting.OfType<Request>().FirstOrDefault(request => ReferenceEquals(request.Call, call));
            running = _running.OfType<Request>().FirstOrDefault(request => ReferenceEquals(request.Call, call));
            if (waiting is not null) _waiting.Remove(waiting);
        }

        waiting?.Respond(Silo, Response.Of(new OperationCanceledException("The request was cancelled while it waited.")));
        if (running is not null) Turns.Run(static state => ((Request)state!).Cancel(), running);
    }

    public Guid NewId() => Silo.Driver.NewGuid();

    public void EnterReentrantSection(Guid id)
    {
        lock (_lock) _reentrantChains.Add(id);
    }

    public void ExitReentrantSection(Guid id)
    {
        lock (_lock) _reentrantChains.Remove(id);
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => Number.GetHashCode();

    public override string ToString() => $"{Grain}{ActivationId} on {Silo}";

    /// <summary>Starts whatever may run now. Work that may interleave passes work that may not.</summary>
    private void Pump()
    {
        lock (_lock)
        {
            if (State != ActivationState.Valid) return;
            for (var i = 0; i < _waiting.Count;)
            {
                var work = _waiting[i];
                if (!MayRun(work))
                {
                    i++;
                    continue;
                }

                _waiting.RemoveAt(i);
                _running.Add(work);
                if (!work.IsAlwaysInterleave) _blocking ??= work;
                Turns.Run(static state =>
                {
                    var (activation, work) = ((Activation, Work))state!;
                    work.Run(activation);
                }, (this, work));
            }
        }
    }

    private bool MayRun(Work work) =>
        _running.Count == 0
        || work.IsAlwaysInterleave
        || _blocking is null
        || Class.IsReentrant
        || (_blocking.IsReadOnly && work.IsReadOnly)
        || (_reentrantChains.Count > 0 && _reentrantChains.Contains(work.ReentrancyId));
}
