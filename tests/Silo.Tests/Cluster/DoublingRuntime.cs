using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Cluster;

/// <summary>y = (version + 1)·x on floats, so 2·x for version 1, with a gate that holds every run while it is closed.</summary>
/// <param name="loading">Loads of the model <c>double</c> wait for it; null: they don't.</param>
internal sealed class DoublingRuntime(LoadGate? loading = null) : IModelRuntime
{
    /// <summary>Of this edition every model fails to load.</summary>
    public const int CorruptEdition = 666;

    private readonly Lock _lock = new();
    private readonly List<int> _editions = [];
    private readonly ConcurrentDictionary<int, int> _runsOf = new();
    private int _loaded;
    private TaskCompletionSource _gate = Opened();
    private int _runs;

    public string Backend => "doubling";

    /// <summary>Requests' rows that reached a replica of this silo.</summary>
    public int Runs => Volatile.Read(ref _runs);

    /// <summary>Of models of an edition.</summary>
    public int RunsOf(int edition) => _runsOf.GetValueOrDefault(edition);

    /// <summary>Replicas that are loaded now.</summary>
    public int Loaded => Volatile.Read(ref _loaded);

    public int Loads => EditionsLoaded.Length;

    /// <summary>Of each replica that was loaded, in order.</summary>
    public int[] EditionsLoaded
    {
        get { lock (_lock) return [.. _editions]; }
    }

    /// <summary>How long each run takes.</summary>
    public TimeSpan Duration { get; set; }

    /// <summary>How often the output of a row repeats it.</summary>
    public int Copies { get; set; } = 1;

    public void Close()
    {
        lock (_lock) _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Open()
    {
        lock (_lock) _gate.TrySetResult();
    }

    public async ValueTask<ModelLoadResult> LoadAsync(ModelSpec spec, DeviceSlot slot, CancellationToken cancellationToken)
    {
        if (loading is not null && spec.Id.Model == "double") await loading.Task;
        var edition = int.Parse(spec.Parameters["edition"]);
        if (spec.Id.Model == "corrupt" || edition == CorruptEdition) return ModelLoadResult.Failed("the archive is corrupt");
        lock (_lock) _editions.Add(edition);
        Interlocked.Increment(ref _loaded);
        return ModelLoadResult.Of(new Model(this, spec, edition));
    }

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }

    private sealed class Model(DoublingRuntime runtime, ModelSpec spec, int edition) : ILoadedModel
    {
        public ModelSignature Signature => spec.DeclaredSignature!;

        public async ValueTask<ModelRunResult> RunAsync(ImmutableArray<InferenceTensor> inputs)
        {
            Interlocked.Add(ref runtime._runs, (int)inputs[0].Shape[0]);
            runtime._runsOf.AddOrUpdate(edition, 1, (_, runs) => runs + 1);
            Task gate;
            lock (runtime._lock) gate = runtime._gate.Task;
            await gate;
            if (runtime.Duration > TimeSpan.Zero) await Task.Delay(runtime.Duration);
            var doubled = MemoryMarshal.Cast<byte, float>(inputs[0].Data.Span).ToArray();
            for (var i = 0; i < doubled.Length; i++) doubled[i] *= spec.Id.Version + 1;
            var (rows, columns) = ((int)inputs[0].Shape[0], (int)inputs[0].Shape[1]);
            var repeated = new float[doubled.Length * runtime.Copies];
            for (var i = 0; i < rows * runtime.Copies; i++) doubled.AsSpan(i / runtime.Copies * columns, columns).CopyTo(repeated.AsSpan(i * columns));
            return ModelRunResult.Of([inputs[0] with { Name = "y", Shape = [rows, columns * runtime.Copies], Data = MemoryMarshal.AsBytes(repeated.AsSpan()).ToArray() }]);
        }

        public ValueTask DisposeAsync()
        {
            Interlocked.Decrement(ref runtime._loaded);
            return ValueTask.CompletedTask;
        }
    }
}
