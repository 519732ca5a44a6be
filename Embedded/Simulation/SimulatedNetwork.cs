namespace OrleansInference.Simulation;

/// <summary>Which nodes reach each other.</summary>
internal sealed class SimulatedNetwork
{
    private readonly HashSet<(SiloAddress, SiloAddress)> _cut = [];
    private readonly HashSet<SiloAddress> _isolated = [];

    public void Cut(SiloAddress one, SiloAddress other)
    {
        _cut.Add((one, other));
        _cut.Add((other, one));
    }

    public void Isolate(SiloAddress node) => _isolated.Add(node);

    public void Heal()
    {
        _cut.Clear();
        _isolated.Clear();
    }

    /// <summary>Whether the node is cut off from all others and from the membership.</summary>
    public bool IsIsolated(SiloAddress node) => _isolated.Contains(node);

    public bool Reaches(SiloAddress from, SiloAddress to) =>
        !_isolated.Contains(from) && !_isolated.Contains(to) && !_cut.Contains((from, to));
}
