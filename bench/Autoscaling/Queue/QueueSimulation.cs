using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Bench;

/// <summary>
/// One first-come queue before replicas that take one request at a time; a rule says from time to time how many there are to be. What dispatchers and pools come
/// close to, without their cost, so that a day of it takes a second or so.
/// </summary>
internal sealed class QueueSimulation
{
    private const double Never = double.PositiveInfinity;

    private readonly ScalingWorkload _workload;
    private readonly IScaler _scaler;
    private readonly ReplicaCount _replicas;
    private readonly ScalingRecord _record;
    private readonly LoadLog _load = new();
    private readonly SignalLog _signals;
    private readonly PriorityQueue<int, double> _running = new(); // requests, by their ends
    private int _arrived;
    private int _started;
    private double _now;
    private double _nextDecision;

    private QueueSimulation(ScalingWorkload workload, IScaler scaler)
    {
        (_workload, _scaler) = (workload, scaler);
        _replicas = new ReplicaCount(workload.Replicas);
        _record = new ScalingRecord(workload, scaler.Name);
        _signals = new SignalLog(workload);
        _nextDecision = scaler.Period.TotalSeconds;
    }

    /// <param name="workload">What comes.</param>
    /// <param name="scaler">One that has decided nothing yet.</param>
    public static ScalingResult Run(ScalingWorkload workload, IScaler scaler) => new QueueSimulation(workload, scaler).Run();

    private int Running => _running.Count;

    private double NextArrival => _arrived < _workload.Arrivals.Length ? _workload.Arrivals[_arrived] : Never;

    private double NextEnd => _running.TryPeek(out _, out var end) ? end : Never;

    private ScalingResult Run()
    {
        _record.Count(0, _replicas);
        while (true)
        {
            var next = Math.Min(Math.Min(NextEnd, _replicas.NextReady), Math.Min(NextArrival, _nextDecision));
            if (next == Never)
                return _record.Complete();
            Advance(next);

            // What gives room comes before what takes it, and a decision sees all of it.
            if (NextEnd == next)
                End();
            else if (_replicas.NextReady == next)
                _replicas.TakeReady();
            else if (NextArrival == next)
                _arrived++;
            else
                Decide();
            Start();
            _record.Count(_now, _replicas);
        }
    }

    private void Advance(double until)
    {
        _load.Advance(until, _arrived - _started + Running, Running - _replicas.Leaving, _replicas.Ready);
        _now = until;
    }

    private void End()
    {
        _running.TryDequeue(out var request, out _);
        _replicas.Release();
        var service = _workload.Services[request];
        _signals.Serve(new ServedRequest(_now, Math.Max(0, _now - service - _workload.Arrivals[request]), service));
    }

    private void Start()
    {
        for (; _started < _arrived && Running - _replicas.Leaving < _replicas.Ready; _started++)
        {
            _record.Wait(_now - _workload.Arrivals[_started]);
            _running.Enqueue(_started, _now + _workload.Services[_started]);
        }
    }

    private void Decide()
    {
        var wanted = Math.Clamp(_scaler.Decide(new Observation(_now, _replicas.Ready, _replicas.Loading, _load, Signals)), 1, ScalingWorkload.MaxReplicas);
        _record.Decide(wanted);
        _replicas.Resize(wanted, _now, Running);
        _nextDecision = _now + _scaler.Period.TotalSeconds;
        if (_nextDecision > _workload.Seconds)
            _nextDecision = Never;
    }

    private ScalingSignals Signals() =>
        _signals.At(_now, _arrived, _arrived - _started, _running.UnorderedItems.Sum(request => request.Priority - _now), _replicas.Ready, _replicas.Loading);
}
