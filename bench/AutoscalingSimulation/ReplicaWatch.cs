namespace OrleansInference.Bench;

/// <summary>What a simulated cluster has and does, noted at each change.</summary>
internal sealed class ReplicaWatch(ScalingRecord record, Func<double> seconds)
{
    private int _starting;
    private int _loading;
    private int _ready;
    private int _busy;
    private int _inFlight;
    private bool _isOn;

    public LoadLog Load { get; } = new();

    /// <summary>Silos on their way, for a replica each.</summary>
    public int Starting { get => _starting; set => Change(ref _starting, value); }

    public int Loading { get => _loading; set => Change(ref _loading, value); }

    public int Ready { get => _ready; set => Change(ref _ready, value); }

    public int Busy { get => _busy; set => Change(ref _busy, value); }

    public int InFlight { get => _inFlight; set => Change(ref _inFlight, value); }

    /// <summary>From now on things count.</summary>
    public void Begin()
    {
        _isOn = true;
        Count();
    }

    /// <summary>Brings the averages to the present.</summary>
    public void Advance()
    {
        if (_isOn)
            Load.Advance(seconds(), _inFlight, Math.Min(_busy, _ready), _ready);
    }

    private void Change(ref int field, int value)
    {
        Advance();
        field = value;
        Count();
    }

    private void Count()
    {
        if (_isOn)
            record.Count(seconds(), _ready, _starting + _loading + _ready);
    }
}
