using OrleansInference.Control;
using OrleansInference.Inference;

namespace OrleansInference.FrontDoors;

/// <summary>A control that notes what it is asked for, and answers as the test says.</summary>
internal sealed class FakeModelControl : IModelControl
{
    public List<string> Calls { get; } = [];

    public InferenceFault? Fault { get; set; }

    /// <summary>Whether it takes until the caller gives up.</summary>
    public bool IsStuck { get; set; }

    public Task<InferenceFault?> LoadAsync(string model, string? config, CancellationToken cancellationToken) => Note($"load {model} {config}", cancellationToken);

    public Task<InferenceFault?> UnloadAsync(string model, bool unloadDependents, CancellationToken cancellationToken) =>
        Note($"unload {model}{(unloadDependents ? " and dependents" : "")}", cancellationToken);

    public Task LookAsync(CancellationToken cancellationToken) => Note("look", cancellationToken);

    private async Task<InferenceFault?> Note(string call, CancellationToken cancellationToken)
    {
        Calls.Add(call.TrimEnd());
        if (IsStuck)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        return Fault;
    }
}
