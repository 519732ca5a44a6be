using System.Buffers;
using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>A loaded model and what it takes to run a batch on it.</summary>
internal sealed class Replica(ModelVersion id, ILoadedModel model, TimeProvider time, PaddingSpec? padding = null) : IAsyncDisposable
{
    // The profiling executor makes the first two calls three to four times slower.
    private const int WarmUpCalls = 3;

    public ModelSignature Signature => model.Signature;

    /// <summary>Runs each of the model's warm-up requests a few times; what each took in the end. The first fault ends it.</summary>
    public async Task<(ImmutableArray<TimeSpan> Times, InferenceFault? Fault)> WarmUp(ModelSpec spec)
    {
        var times = ImmutableArray.CreateBuilder<TimeSpan>(spec.WarmUp.Length);
        for (var index = 0; index < spec.WarmUp.Length; index++)
        {
            var last = TimeSpan.Zero;
            for (var call = 0; call < WarmUpCalls; call++)
            {
                var (outcomes, passes) = await Run([spec.WarmUpRequest(index)]);
                if (outcomes[0].Fault is { } fault)
                    return ([], fault with { Kind = FaultKind.LoadFailed, Message = $"A warm-up request of model '{id.Model}' failed: {fault.Message}" });
                TensorMemory.Release(outcomes[0].Response!);
                last = passes[0].Input + passes[0].Infer + passes[0].Output;
            }
            times.Add(last);
        }
        return (times.MoveToImmutable(), null);
    }

    /// <summary>
    /// Runs the requests as one batch; where the program refuses it, as two halves, so that a poisoned request fails alone
    /// after log₂(batch) steps, and a batch that is too large for the device's memory becomes smaller ones.
    /// </summary>
    public async Task<BatchRun> Run(ImmutableArray<InferenceRequest> batch)
    {
        var started = time.GetTimestamp();
        var (inputs, buffers) = BatchAssembler.Assemble(model.Signature, padding, batch.AsSpan());
        var assembled = time.GetTimestamp();
        var result = await Forward(inputs, buffers);
        if (result.Fault is { } fault)
            return batch.Length > 1 && MayBeOfOneRequest(fault) ? await RunHalves(batch) : new BatchRun([.. Enumerable.Repeat(InferenceOutcome.Of(fault), batch.Length)], []);

        var computed = time.GetTimestamp();
        var outcomes = BatchSplitter.Split(id, padding, batch.AsSpan(), result.Outputs);
        var items = Signature.MaxBatchSize > 0 && !inputs.IsEmpty ? inputs[0].Shape[0] : 1;
        return new BatchRun(outcomes, [new ForwardPass(
            items, time.GetElapsedTime(started, assembled), time.GetElapsedTime(assembled, computed), time.GetElapsedTime(computed))]);
    }

    public ValueTask DisposeAsync() => model.DisposeAsync();

    /// <summary>A model or a device that is gone would run no half either.</summary>
    private static bool MayBeOfOneRequest(InferenceFault fault) => fault.Kind is not (FaultKind.Unavailable or FaultKind.DeviceLost);

    private async Task<BatchRun> RunHalves(ImmutableArray<InferenceRequest> batch)
    {
        var half = batch.Length / 2;
        var first = await Run(batch[..half]);
        var second = await Run(batch[half..]);
        return new BatchRun(first.Outcomes.AddRange(second.Outcomes), first.Passes.AddRange(second.Passes));
    }

    private async Task<ModelRunResult> Forward(ImmutableArray<InferenceTensor> inputs, ImmutableArray<byte[]> buffers)
    {
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
