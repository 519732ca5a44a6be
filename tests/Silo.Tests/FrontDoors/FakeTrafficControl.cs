using OrleansInference.Inference;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.FrontDoors;

/// <summary>A control of one model, <c>pair</c>, that follows what it is told, and answers with a fault where the test has one.</summary>
internal sealed class FakeTrafficControl : ITrafficControl
{
    public List<string> Calls { get; } = [];

    public InferenceFault? Fault { get; set; }

    public TrafficStatus Status { get; set; } = new() { Model = "pair", Spec = TrafficSpec.Default, Versions = [] };

    public Task<TrafficStatus?> GetAsync(string model, CancellationToken cancellationToken) =>
        Task.FromResult(model == Status.Model ? Status : null);

    public Task<InferenceFault?> ChangeAsync(string model, TrafficChange change, CancellationToken cancellationToken) =>
        Note($"change {model}", change.ApplyTo(Status.Spec));

    public Task<InferenceFault?> PromoteAsync(string model, long version, CancellationToken cancellationToken) =>
        Note($"promote {model} {version}", Status.Spec with { Weights = [new VersionWeight(version, 1)] });

    public Task<InferenceFault?> RollBackAsync(string model, CancellationToken cancellationToken) =>
        Note($"roll back {model}", Status.Before ?? Status.Spec);

    private Task<InferenceFault?> Note(string call, TrafficSpec next)
    {
        Calls.Add(call);
        if (Fault is null) Status = Status with { Spec = next, Before = Status.Spec, ChangedAt = DateTimeOffset.UnixEpoch };
        return Task.FromResult(Fault);
    }
}
