using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace OrleansInference.Embedded;

/// <summary>A client: it calls through a silo, its gateway, which it picks for each grain.</summary>
internal sealed class ClientNode(IServiceProvider services, Fabric fabric, IOptions<ClientMessagingOptions> messaging)
    : Node(services, fabric, SiloAddress.New(global::System.Net.IPAddress.Loopback, 0, -fabric.Driver.NewGeneration()), messaging.Value)
{
    /// <exception cref="SiloUnavailableException">There is no silo in this process to connect to.</exception>
    public void Connect()
    {
        if (!Gateways().Any())
            throw new SiloUnavailableException(
                "Could not find any silo to connect to. The embedded engine's clusters live in one process: a client finds those of its own process only. Build with GrainEngine=Orleans to reach other processes.");
        Open();
    }

    public void Disconnect()
    {
        Calls.EndAll(new SiloUnavailableException("The client is closing."));
        Close();
        Fabric.Remove(this);
    }

    public override string ToString() => $"Client ({Address})";

    protected override ValueTask<SiloAddress> Locate(Request request)
    {
        var gateways = Gateways().ToArray();
        if (gateways.Length == 0) throw new SiloUnavailableException($"{this} knows no active silo.");
        return gateways[request.Target.GetUniformHashCode() % gateways.Length].Placement.Locate(request.Target, request.Method, request.Context);
    }

    protected override bool IsKnownDead(SiloAddress silo) => Fabric.Membership.Current.GetSiloStatus(silo) == SiloStatus.Dead;

    protected override void OnTimeoutCheck()
    {
        foreach (var member in Fabric.Membership.Current.Members.Values.OrderBy(member => member.SiloAddress))
            if (member.Status == SiloStatus.Dead) Calls.EndThoseTo(member.SiloAddress);
        base.OnTimeoutCheck();
    }

    // A gateway that has crashed closed its connections: the client knows before the membership does.
    private IEnumerable<Silo> Gateways() =>
        Fabric.Silos.Where(silo => !silo.IsCrashed && Fabric.Membership.Current.GetSiloStatus(silo.Address) == SiloStatus.Active);
}
