using OrleansInference.Embedded;

namespace OrleansInference.Simulation;

/// <summary>One thread, simulated time, and a network that can fail.</summary>
internal sealed class SimulationDriver(int seed, EventQueue events, NetworkOptions options) : Driver
{
    private readonly Random _random = new(unchecked((seed * 31) + 1));
    private readonly Random _drawn = new(unchecked((seed * 31) + 2));
    private readonly Dictionary<SiloAddress, TimeSpan> _slow = [];
    private int _generation;

    public SimulatedNetwork Network { get; } = new();

    // A continuation that may run anywhere would run on the thread pool.
    public override TaskCreationOptions CompletionOptions => TaskCreationOptions.None;

    // So that every order of turns can come up.
    public override bool MustYield => true;

    public override void CheckThread(string what) => events.CheckThread(what);

    /// <summary>Makes each turn of a node wait.</summary>
    public void SlowDown(SiloAddress node, TimeSpan perTurn) => _slow[node] = perTurn;

    public override void Schedule(TurnQueue turns) => events.Post(_slow.GetValueOrDefault(turns.Node.Address), "turn", turns.NameHash, turns.Execute);

    public override void Carry(Node from, Node to, Message message)
    {
        if (_drawn.NextDouble() < options.LossRate) return;
        Deliver(from, to, message);
        if (_drawn.NextDouble() < options.DuplicationRate && message.Duplicate(to) is { } again) Deliver(from, to, again);
    }

    public override void Publish(Silo to, ClusterMembershipSnapshot snapshot)
    {
        if (Network.IsIsolated(to.Address)) return;
        events.Post(options.MaxMembershipDelay * _drawn.NextDouble(), "membership", to.Address.GetConsistentHashCode(), () =>
        {
            if (!Network.IsIsolated(to.Address)) to.Membership.Apply(snapshot);
        });
    }

    public override int NextRandom(int limit) => _random.Next(limit);

    public override double NextDouble() => _random.NextDouble();

    public override Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    public override int NewGeneration() => ++_generation;

    // What is on its way when the link is cut is lost too.
    private void Deliver(Node from, Node to, Message message)
    {
        var delay = options.MinDelay - (options.MeanJitter * Math.Log(1 - _drawn.NextDouble()));
        events.Post(delay, message.Kind, to.Address.GetConsistentHashCode(), () =>
        {
            if (Network.Reaches(from.Address, to.Address)) message.Deliver(to);
        });
    }
}
