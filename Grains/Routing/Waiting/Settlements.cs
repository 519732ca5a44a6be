using OrleansInference.Inference;

namespace OrleansInference.Routing.Waiting;

/// <summary>Requests that have waited long enough, to be told so when the lock is left.</summary>
internal struct Settlements
{
    private List<(WaitingRequest Waiting, InferenceOutcome Outcome)>? _settled;

    public void Add(WaitingRequest waiting, InferenceOutcome outcome) => (_settled ??= []).Add((waiting, outcome));

    public readonly void Settle()
    {
        if (_settled is null) return;
        foreach (var (waiting, outcome) in _settled)
            if (!waiting.TrySettle(outcome)) waiting.Lease?.Dispose(); // cancelled a moment ago
    }
}
