using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Placement;

namespace OrleansInference.Tests.Autoscaling.Placement;

/// <summary>Applies plan after plan, and asserts of each what holds always.</summary>
internal sealed class SimulatedCluster
{
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly Random _random;
    private readonly List<SimulatedSilo> _silos = [];
    private readonly List<DateTimeOffset> _starting = [];
    private int _lastNumber;
    private PlacementState _state = PlacementState.Empty;

    public SimulatedCluster(int seed)
    {
        _random = new Random(seed);
        Scenario = new Scenario(_random, isOrdered: seed % 4 == 0);
        for (var i = 0; i < Scenario.InitialSilos; i++) Start();
    }

    public Scenario Scenario { get; }

    public Random Random => _random;

    public DateTimeOffset Now { get; private set; } = Clusters.Start;

    public bool HasFaults { get; set; }

    public IReadOnlyList<SimulatedSilo> Silos => _silos;

    public PlacementPlan Plan { get; private set; } = null!;

    /// <summary>One step; true where the plan changed anything.</summary>
    public bool Advance()
    {
        Now += Step;
        foreach (var at in _starting.Where(at => at <= Now).ToList())
        {
            _starting.Remove(at);
            Start();
        }
        _silos.RemoveAll(silo => silo.GoneAt <= Now);
        // The first one holds the orchestrator: with it the whole cluster would be another.
        if (HasFaults) _silos.RemoveAll(silo => silo != _silos[0] && _random.NextDouble() < Scenario.DeathShare);

        var input = new PlacementInput
        {
            Now = Now,
            Silos = [.. _silos.Select(silo => silo.Look(Now, isStale: _random.Next(4) == 0))],
            // Measured, and so never twice the same.
            Versions = [.. Scenario.Versions.Select(version => version with { Utilisation = version.Utilisation * (0.98 + (_random.NextDouble() * 0.04)) })],
            Host = Scenario.HasHost ? new HostStatus { Asked = _silos.Count, Running = _silos.Count + _starting.Count, Max = Scenario.Max, NextToGo = Youngest?.Name } : null,
            HostSilo = _silos[0].Address,
        };
        var before = _state;
        Plan = PlacementPlanner.Plan(input, _state);
        _state = Plan.State;
        Invariants.Hold(input, Plan);
        Apply(input);
        if (Scenario.HasHost) Orchestrate(Plan.Request);
        return Plan.Targets.Any(target => target.Grows || target.Shrinks) || before.Silos != _state.Silos || !Equals(before.Emptying, _state.Emptying);
    }

    private SimulatedSilo? Youngest => Scenario.IsOrdered ? _silos.Last(silo => silo.GoneAt is null) : null;

    private void Apply(PlacementInput input)
    {
        foreach (var target in Plan.Targets.Where(target => target.Replicas != target.Kept))
            _silos.Single(silo => silo.Address.Equals(target.Silo)).Resize(target.Model, target.Replicas, Now, _random);
        Assert.All(_silos, silo => Assert.True(silo.HasMemoryForAll(), $"{silo.Address} has more replicas than memory"));
        foreach (var version in Scenario.Versions)
        {
            var seen = input.Silos.Sum(silo => silo.Counts.Where(count => count.Model == version.Model).Sum(
                count => Math.Max(0, Math.Min(count.Ready, silo.Report.Pools.Single(size => size.Model == version.Model).Replicas - count.Loading))));
            var ready = _silos.Sum(silo => silo.Ready(version.Model, Now));
            Assert.True(ready >= Math.Min(seen, version.Wanted!.Value), $"{version.Model} wants {version.Wanted}, had {seen} ready, and has {ready}");
        }
    }

    private void Orchestrate(HostRequest request)
    {
        if (HasFaults && _random.NextDouble() < Scenario.FailureShare) return;
        var running = _silos.Count(silo => silo.GoneAt is null) + _starting.Count;
        foreach (var leaving in request.Leaving)
        {
            var silo = _silos.Single(silo => silo.Address.Equals(leaving.Address));
            if (running <= request.Silos || silo.GoneAt is not null) continue;
            Assert.True(Youngest is not { } only || only == silo, $"{silo.Name} can't go before {Youngest?.Name}");
            Assert.NotSame(_silos[0], silo);
            Assert.Equal(0, silo.Replicas);
            silo.GoneAt = Now + TimeSpan.FromSeconds(_random.Next(1, 40));
            running--;
        }
        for (; running < Math.Min(request.Silos, Scenario.Given); running++) _starting.Add(Now + TimeSpan.FromSeconds(_random.Next(5, 120)));
    }

    private void Start() => _silos.Add(new SimulatedSilo(++_lastNumber, Scenario.Domains[_lastNumber % Scenario.Domains.Length], Scenario));
}
