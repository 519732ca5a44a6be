using OrleansInference.Control;
using OrleansInference.Inference;

namespace OrleansInference.FrontDoors;

/// <summary>A control that notes what it is asked for, and answers as the test says.</summary>
internal sealed class FakeModelControl : IModelControl
{
    public List<string> Calls { get; } = [];

    public InferenceFault? Fault { get; set; }

    public Task<InferenceFault?> LoadAsync(string model, string? config, CancellationToken cancellationToken) => Note($"load {model} {config}");

    public Task<InferenceFault?> UnloadAsync(string model, CancellationToken cancellationToken) => Note($"unload {model}");

    public Task LookAsync(CancellationToken cancellationToken) => Note("look");

    private Task<InferenceFault?> Note(string call)
    {
        Calls.Add(call.TrimEnd());
        return Task.FromResult(Fault);
    }
}
