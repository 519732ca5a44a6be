namespace OrleansInference.Bench.Autoscaling;

/// <summary>Plays a load to a rule, which is asked as often as it wants to be; what it wants is there after the load time.</summary>
internal sealed class Scene(IScaler scaler, int ready)
{
    private readonly LoadLog _load = new();
    private readonly ReplicaCount _replicas = new(ready);
    private double _now;

    public int Wanted { get; private set; } = ready;

    public double Seconds => _now;

    /// <summary>Whether replicas that are wanted never get ready.</summary>
    public bool IsStuck { get; init; }

    /// <summary>For a while as many requests are there; they keep as many replicas busy as there are.</summary>
    public Scene Hold(double seconds, int inFlight)
    {
        for (var end = _now + seconds; _now < end;)
        {
            _load.Advance(_now + 1, inFlight, Math.Min(inFlight, _replicas.Ready), _replicas.Ready);
            _now++;
            while (!IsStuck && _replicas.NextReady <= _now)
                _replicas.TakeReady();
            if (_now % scaler.Period.TotalSeconds != 0)
                continue;
            Wanted = scaler.Decide(new Observation(_now, _replicas.Ready, _replicas.Loading, _load, static () => throw new InvalidOperationException("The rule of others looks at our signals.")));
            _replicas.Resize(Wanted, _now, running: 0);
        }

        return this;
    }
}
