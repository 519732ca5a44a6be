using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace OrleansInference.Embedded;

/// <summary>A silo: activations, and the part of the engine that serves them.</summary>
internal sealed partial class Silo : Node, ILocalSiloDetails
{
    private readonly ClusterOptions _cluster;
    private ITimer? _turnWatch;

    public Silo(
        IServiceProvider services, Fabric fabric, GrainClasses classes, IOptions<SiloMessagingOptions> messaging, IOptions<SiloOptions> options,
        IOptions<EndpointOptions> endpoint, IOptions<ClusterOptions> cluster)
        : base(services, fabric, SiloAddress.New(endpoint.Value.AdvertisedIPAddress, endpoint.Value.SiloPort, fabric.Driver.NewGeneration()), messaging.Value)
    {
        _cluster = cluster.Value;
        Options = messaging.Value;
        Classes = classes;
        Name = options.Value.SiloName.Length > 0 ? options.Value.SiloName : $"Silo_{Address.Endpoint.Port}";
        GatewayAddress = SiloAddress.New(Address.Endpoint.Address, endpoint.Value.GatewayPort, Address.Generation);
        System = new TurnQueue(Name, this, null);
        Membership = new MembershipView(this);
        Catalog = new Catalog(this);
        Placement = new PlacementService(this);
    }

    public SiloMessagingOptions Options { get; }

    public GrainClasses Classes { get; }

    public string Name { get; }

    public string ClusterId => _cluster.ClusterId;

    public string DnsHostName => Address.Endpoint.Address.ToString();

    public SiloAddress SiloAddress => Address;

    public SiloAddress GatewayAddress { get; }

    /// <summary>Turns of the silo itself: its lifecycle, and messages that it sends on.</summary>
    public TurnQueue System { get; }

    public MembershipView Membership { get; }

    /// <summary>Null where the silo says nothing of itself.</summary>
    public SiloMetadataCache? Metadata { get; private set; }

    public Catalog Catalog { get; }

    public PlacementService Placement { get; }

    /// <summary>Ends when the silo is dead.</summary>
    public bool IsDead { get; private set; }

    public void Join()
    {
        Open();
        Metadata = Services.GetService<SiloMetadataCache>();
        Catalog.Start();
        _turnWatch = Clock.CreateTimer(_ => Catalog.LookAtTurns(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        Fabric.Membership.Update(Address, SiloStatus.Joining, Name);
        Membership.Apply(Fabric.Membership.Current);
    }

    public void SetStatus(SiloStatus status)
    {
        Fabric.Membership.Update(Address, status, Name);
        // The silo itself knows at once.
        Membership.Apply(Fabric.Membership.Current);
    }

    /// <summary>Leaves when the requests that wait to be sent on are on their way: before, the word of its death would end them.</summary>
    public async Task LeaveInOrderAsync()
    {
        await System.RunAsync(static () => Task.CompletedTask);
        Leave();
    }

    public void Leave()
    {
        IsDead = true;
        Calls.EndAll(new SiloUnavailableException($"The local Orleans host {this} is shutting down and can no longer process the request."));
        SetStatus(SiloStatus.Dead);
        Close();
        _turnWatch?.Dispose();
    }

    public override void Crash()
    {
        base.Crash();
        _turnWatch?.Dispose();
        System.Stop();
        Catalog.Crash();
        // For callers that are not of the silo, such as a test: what runs in the silo does not hear of it.
        Calls.EndAll(new SiloUnavailableException($"{this} has crashed."));
        LogCrashed(Logger, this);
    }

    /// <summary>A request arrives, from here or elsewhere.</summary>
    public void Receive(Request request)
    {
        if (IsCrashed || IsDead)
        {
            // Nobody listens at this address: what a refused connection is to TCP.
            request.Reject(this, new SiloUnavailableException($"Unable to connect to {this} for {request}."));
            return;
        }

        try
        {
            Catalog.Receive(request);
        }
        catch (Exception error)
        {
            request.Respond(this, Response.Of(error));
        }
    }

    /// <summary>Sends a request on that can't run here.</summary>
    public void Forward(Request request)
    {
        if (IsCrashed) return;
        if (request.Forwarded++ >= Options.MaxForwardCount)
        {
            request.Respond(this, Response.Of(new OrleansMessageRejectionException(
                $"Forwarding failed: tried to forward message {request} for {request.Forwarded} times after its target moved.")));
            return;
        }

        System.Run(static state =>
        {
            var (silo, request) = ((Silo, Request))state!;
            _ = silo.ForwardAsync(request);
        }, (this, request));
    }

    /// <summary>The membership declared a silo dead.</summary>
    public void OnDead(SiloAddress silo)
    {
        if (!silo.Equals(Address))
        {
            LogSiloDied(Logger, this, silo);
            Calls.EndThoseTo(silo);
        }
        else if (!IsDead)
        {
            // As Orleans: a silo that finds itself declared dead ends on the spot.
            LogDeclaredDead(Logger, this);
            Crash();
        }
    }

    public override string ToString() => $"{Name} ({Address})";

    protected override ValueTask<SiloAddress> Locate(Request request) => Placement.Locate(request.Target, request.Method, request.Context);

    protected override bool IsKnownDead(SiloAddress silo) => Membership.StatusOf(silo) == SiloStatus.Dead;

    private async Task ForwardAsync(Request request)
    {
        try
        {
            var address = await Placement.Locate(request.Target, request.Method, request.Context);
            if (Fabric.Find(address) is not { } node) throw new SiloUnavailableException($"Silo {address} is not a member of this cluster.");
            if (request.Call is { } call) call.Silo = address;
            if (!ReferenceEquals(node, this)) request.CopyArguments(node);
            Send(node, request);
        }
        catch (Exception error)
        {
            request.Respond(this, Response.Of(error));
        }
    }
}
