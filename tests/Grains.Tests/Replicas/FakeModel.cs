using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>y = 2·x, counted; refuses a batch that holds the number 13.</summary>
internal sealed class FakeModel : ILoadedModel
{
    public ModelSignature Signature => Sample.Signature;
    public List<ImmutableArray<InferenceTensor>> Runs { get; } = [];
    public List<CountedMemory> Outputs { get; } = [];
    public FaultKind Unlucky { get; set; } = FaultKind.ModelError;
    public bool IsDisposed { get; private set; }

    public ValueTask<ModelRunResult> RunAsync(ImmutableArray<InferenceTensor> inputs)
    {
        Runs.Add(inputs);
        var x = inputs[0];
        var values = Sample.Floats(x);
        if (values.Contains(13)) return ValueTask.FromResult(ModelRunResult.Failed(Unlucky, "13 is unlucky"));
        var memory = new CountedMemory(Sample.Tensor("y", x.Shape, [.. values.Select(value => 2 * value)]).Data);
        Outputs.Add(memory);
        return ValueTask.FromResult(ModelRunResult.Of([x with { Name = "y", Data = memory.Memory }]));
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
