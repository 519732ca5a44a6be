using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace OrleansInference.Embedded;

/// <summary>A place that calls are made from: a silo or a client.</summary>
internal abstract partial class Node
{
    private static readonly TimeSpan TimeoutCheckPeriod = TimeSpan.FromSeconds(1);

    private readonly SchedulingOptions _scheduling;
    private ITimer? _timeouts;

    protected Node(IServiceProvider services, Fabric fabric, SiloAddress address, MessagingOptions messaging)
    {
        Services = services;
        Fabric = fabric;
        Address = address;
        Messaging = messaging;
        Clock = services.GetRequiredService<TimeProvider>();
        Logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Orleans." + GetType().Name);
        _scheduling = services.GetRequiredService<IOptions<SchedulingOptions>>().Value;
        SchedulingQuantumTicks = TimestampTicks(_scheduling.ActivationSchedulingQuantum);
        TurnWarningTicks = TimestampTicks(_scheduling.TurnWarningLengthThreshold);
    }

    public IServiceProvider Services { get; }

    public Fabric Fabric { get; }

    public Driver Driver => Fabric.Driver;

    public SiloAddress Address { get; }

    public MessagingOptions Messaging { get; }

    public TimeProvider Clock { get; }

    public ILogger Logger { get; }

    public PendingCalls Calls { get; } = new();

    public long SchedulingQuantumTicks { get; }

    public long TurnWarningTicks { get; }

    /// <summary>Whether it can make calls.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Gone without a word: nothing of it runs, nothing reaches it.</summary>
    public bool IsCrashed { get; private set; }

    /// <summary>Calls a grain. What comes back is what the interface's method returns.</summary>
    public object? Call(MethodDescriptor method, GrainId target, object?[] arguments)
    {
        var call = method.NewCall(this, target, arguments);
        if (!IsRunning)
        {
            var error = new SiloUnavailableException($"{this} is not running and can't send {method} to {target}.");
            if (call is null) throw error;
            call.Abandon(error);
            return method.Returned(call);
        }

        if (call is not null)
        {
            Calls.Add(call);
            call.WatchToken();
            if (call.Task.IsCompleted) return method.Returned(call);
        }

        Driver.Dispatch(this, new Request(this, method, target, arguments, call));
        return method.Returned(call);
    }

    /// <summary>Finds the request's silo and sends it there.</summary>
    public void Dispatch(Request request)
    {
        try
        {
            var located = Locate(request);
            if (located.IsCompletedSuccessfully)
            {
                Transmit(request, located.Result);
                return;
            }

            request.CopyArguments(null);
            _ = DispatchAsync(request, located);
        }
        catch (Exception error)
        {
            request.Fail(error);
        }
    }

    /// <summary>Sends a message to another node; one that is this node gets it at once.</summary>
    public void Send(Node to, Message message)
    {
        if (ReferenceEquals(to, this)) message.Deliver(this);
        else Driver.Carry(this, to, message);
    }

    /// <summary>Called after each turn.</summary>
    public void TurnEnded(TurnQueue turns, long started, long ended)
    {
        if (ended - started <= TurnWarningTicks || turns.TurnReported == started) return;
        turns.TurnReported = started;
        LogLongTurn(Logger, turns.Name, Clock.GetElapsedTime(started, ended), _scheduling.TurnWarningLengthThreshold);
    }

    /// <summary>Called while a turn runs.</summary>
    public void LookAtTurn(TurnQueue turns)
    {
        // Should it block on what its own thread was to run next, that must run elsewhere.
        turns.Thread?.GiveAway();
        var (started, now) = (turns.TurnStarted, Clock.GetTimestamp());
        if (started == 0 || now - started <= TurnWarningTicks || turns.TurnReported == started) return;
        turns.TurnReported = started;
        LogBlockedTurn(Logger, turns.Name, Clock.GetElapsedTime(started, now));
    }

    public virtual void Crash()
    {
        IsCrashed = true;
        Close();
    }

    public void Open()
    {
        Fabric.Add(this);
        IsRunning = true;
        _timeouts = Clock.CreateTimer(static state => ((Node)state!).OnTimeoutCheck(), this, TimeoutCheckPeriod, TimeoutCheckPeriod);
    }

    protected void Close()
    {
        IsRunning = false;
        _timeouts?.Dispose();
    }

    /// <summary>The silo that a request must go to.</summary>
    protected abstract ValueTask<SiloAddress> Locate(Request request);

    protected abstract bool IsKnownDead(SiloAddress silo);

    protected virtual void OnTimeoutCheck() => Calls.EndExpired(Clock);

    private async Task DispatchAsync(Request request, ValueTask<SiloAddress> located)
    {
        try
        {
            Transmit(request, await located);
        }
        catch (Exception error)
        {
            request.Fail(error);
        }
    }

    private void Transmit(Request request, SiloAddress address)
    {
        var silo = Fabric.Find(address)
            ?? throw new SiloUnavailableException($"Silo {address} is not a member of this cluster, but {request.Method} to {request.Target} was placed there.");
        if (request.Call is { } call)
        {
            call.Silo = address;
            // Learnt while the request looked for its silo: nobody would end the call any more.
            if (IsKnownDead(address))
            {
                call.OnTargetLost();
                return;
            }
        }

        request.CopyArguments(ReferenceEquals(silo, this) ? null : silo);
        Send(silo, request);
    }

    private long TimestampTicks(TimeSpan span) => (long)(span.TotalSeconds * Clock.TimestampFrequency);
}
