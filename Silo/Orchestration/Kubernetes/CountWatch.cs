namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>
/// Notices that something else sets the number of replicas, and has the orchestrator wait: each time twice as long, so that two that want different numbers don't
/// start and stop pods in turn.
/// </summary>
internal sealed class CountWatch(TimeProvider time)
{
    public static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(16);

    /// <summary>Not looked at for so long, the number may have been set from another silo.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    /// <summary>So long without a change by others, and it is forgotten.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(30);

    private int? _expected;
    private long _looked;
    private long _changed;
    private TimeSpan _pause;
    private (int From, int To) _change;

    public bool IsPaused => _pause > TimeSpan.Zero && time.GetElapsedTime(_changed) < _pause;

    /// <summary>What was changed; null while nothing has been, or once the pause for it is over.</summary>
    public string? Problem => IsPaused
        ? $"Something else changed the number of replicas from {_change.From} to {_change.To}: a person, or another autoscaler (HPA, KEDA)? It is left alone for {_pause.TotalMinutes:0} min. " +
          "If it is to be theirs, set Hosts:Orchestrator to none; else take the other one away. 'kubectl get --show-managed-fields' tells who it was."
        : null;

    /// <summary>What there is now.</summary>
    public void Saw(int replicas)
    {
        if (_expected is { } expected && expected != replicas && time.GetElapsedTime(_looked) < Memory)
        {
            var again = _pause > TimeSpan.Zero && time.GetElapsedTime(_changed) < Calm;
            _pause = !again ? FirstPause : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            (_changed, _change) = (time.GetTimestamp(), (expected, replicas));
        }
        Expect(replicas);
    }

    /// <summary>What the orchestrator has set itself.</summary>
    public void Expect(int replicas) => (_expected, _looked) = (replicas, time.GetTimestamp());
}
