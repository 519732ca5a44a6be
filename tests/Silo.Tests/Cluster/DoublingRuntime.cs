using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Cluster;

/// <summary>y = 2·x on floats, with a gate that holds every run while it is closed.</summary>
internal sealed class DoublingRuntime : IModelRuntime
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _gate = Opened();
    private int _runs;

    public string Backend => "doubling";

    /// <summary>Requests' rows that reached a replica of this silo.</summary>
    public int Runs => Volatile.Read(ref _runs);

    public void Close()
    {
        lock (_lock) _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Open()
    {
        lock (_lock) _gate.TrySetResult();
    }

    public ValueTask<ModelLoadResult> LoadAsync(ModelSpec spec, DeviceSlot slot, CancellationToken cancellationToken) =>
        ValueTask.FromResult(spec.Id.Model == "corrupt"
            ? ModelLoadResult.Failed("the archive is corrupt")
            : ModelLoadResult.Of(new Model(this, spec.DeclaredSignature!)));

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }

    private sealed class Model(DoublingRuntime runtime, ModelSignature signature) : ILoadedModel
    {
        public ModelSignature Signature => signature;

        public async ValueTask<ModelRunResult> RunAsync(ImmutableArray<InferenceTensor> inputs)
        {
            Interlocked.Add(ref runtime._runs, (int)inputs[0].Shape[0]);
            Task gate;
            lock (runtime._lock) gate = runtime._gate.Task;
            await gate;
            var doubled = MemoryMarshal.Cast<byte, float>(inputs[0].Data.Span).ToArray();
            for (var i = 0; i < doubled.Length; i++) doubled[i] *= 2;
            return ModelRunResult.Of([inputs[0] with { Name = "y", Data = MemoryMarshal.AsBytes(doubled.AsSpan()).ToArray() }]);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
