using System.Collections.Concurrent;

namespace OrleansInference.Embedded;

/// <summary>What the nodes of one cluster share: the driver, the membership, the grain directory, and how to reach each other.</summary>
internal sealed class Fabric
{
    private readonly ConcurrentDictionary<SiloAddress, Node> _nodes = new();

    public Fabric(Driver driver)
    {
        Driver = driver;
        Membership = new MembershipTable(this);
    }

    public Driver Driver { get; }

    public MembershipTable Membership { get; }

    public GrainDirectory Directory { get; } = new();

    /// <summary>Every silo that was ever started and not forgotten, oldest first.</summary>
    public IEnumerable<Silo> Silos => _nodes.Values.OfType<Silo>().OrderBy(silo => silo.Address);

    public void Add(Node node) => _nodes.TryAdd(node.Address, node);

    public void Remove(Node node) => _nodes.TryRemove(node.Address, out _);

    public Node? Find(SiloAddress address) => _nodes.GetValueOrDefault(address);
}
