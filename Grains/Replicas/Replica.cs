using System.Buffers;
using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>A loaded model and what it takes to run a batch on it.</summary>
internal sealed class Replica(ModelVersion id, ILoadedModel model) : IAsyncDisposable
{
    // The profiling executor makes the first two calls three to four times slower.
    private const int WarmUpCalls = 3;

    public ModelSignature Signature => model.Signature;

    /// <summary>Runs each warm-up request a few times. The first fault ends it.</summary>
    public async Task<InferenceFault?> WarmUp(ImmutableArray<ImmutableArray<InferenceTensor>> requests)
    {
        foreach (var inputs in requests)
            for (var call = 0; call < WarmUpCalls; call++)
            {
                var outcome = (await Run([new InferenceRequest { Model = id.Model, Version = id.Version, Inputs = inputs }]))[0];
                if (outcome.Fault is { } fault)
                    return fault with { Kind = FaultKind.LoadFailed, Message = $"A warm-up request of model '{id.Model}' failed: {fault.Message}" };
                TensorMemory.Release(outcome.Response!);
            }
        return null;
    }

    /// <summary>
    /// Runs the requests as one batch; where the program refuses it, as two halves, so that a poisoned request fails alone
    /// after log₂(batch) steps.
    /// </summary>
    public async Task<ImmutableArray<InferenceOutcome>> Run(ImmutableArray<InferenceRequest> batch)
    {
        var result = await Forward(batch);
        if (result.Fault is not { } fault) return BatchSplitter.Split(id, batch.AsSpan(), result.Outputs);
        if (batch.Length == 1) return [InferenceOutcome.Of(fault)];

        var half = batch.Length / 2;
        var first = await Run(batch[..half]);
        return first.AddRange(await Run(batch[half..]));
    }

    public ValueTask DisposeAsync() => model.DisposeAsync();

    private async Task<ModelRunResult> Forward(ImmutableArray<InferenceRequest> batch)
    {
        var (inputs, buffers) = BatchAssembler.Assemble(model.Signature, batch.AsSpan());
        try
        {
            return await model.RunAsync(inputs);
        }
        finally
        {
            foreach (var buffer in buffers) ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
