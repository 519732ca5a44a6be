using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Replicas;

/// <summary>A replica whose loads and runs end when the test says so.</summary>
internal sealed class FakeReplica : IReplicaGrain
{
    private readonly Queue<TaskCompletionSource> _running = [];

    public TaskCompletionSource<ReplicaStatus> Loading { get; private set; } = new();
    public List<ImmutableArray<InferenceRequest>> Batches { get; } = [];
    public CountedMemory? LastOutput { get; private set; }
    public int Unloads { get; private set; }
    public Exception? Throws { get; set; }

    /// <summary>Ends runs at once, rather than on <see cref="Finish"/>.</summary>
    public bool IsInstant { get; set; }

    /// <summary>Answers every request with a fault of the program.</summary>
    public bool Refuses { get; set; }

    /// <summary>What it refuses with.</summary>
    public FaultKind Refusal { get; set; } = FaultKind.ModelError;

    public Task<ReplicaStatus> Load(CancellationToken cancellationToken) => Loading.Task;

    public async Task<BatchRun> Run(ImmutableArray<InferenceRequest> batch)
    {
        Batches.Add(batch);
        if (!IsInstant)
        {
            var finish = new TaskCompletionSource();
            _running.Enqueue(finish);
            await finish.Task;
        }
        if (Throws is { } exception) throw exception;
        if (Refuses) return new BatchRun([.. batch.Select(_ => InferenceOutcome.Of(Refusal, "no"))], []);
        return new BatchRun(
            [.. batch.Select(request => InferenceOutcome.Of(new InferenceResponse
            {
                Model = Sample.Model,
                Outputs = [request.Inputs[0] with { Name = "y", Data = (LastOutput = new CountedMemory(request.Inputs[0].Data)).Memory }],
            }))],
            [new ForwardPass(batch.Sum(request => request.Inputs[0].Shape[0]), TimeSpan.FromTicks(1), TimeSpan.FromTicks(20), TimeSpan.FromTicks(3))]);
    }

    public Task Unload()
    {
        Unloads++;
        return Task.CompletedTask;
    }

    /// <summary>After a load has ended: the next one lasts until the test says so.</summary>
    public void LoadsAgain() => Loading = new TaskCompletionSource<ReplicaStatus>();

    public void Finish() => _running.Dequeue().SetResult();

    public void Loaded() => Loading.SetResult(new ReplicaStatus { Signature = Sample.Signature, Device = "cpu", LoadTime = TimeSpan.FromSeconds(2) });

    public void LoadFailed(string reason) => Loading.SetResult(new ReplicaStatus { Fault = InferenceFault.Of(FaultKind.LoadFailed, reason) });
}
