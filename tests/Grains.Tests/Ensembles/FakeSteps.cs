using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Ensembles;

/// <summary>Steps' models that answer when the test says.</summary>
internal sealed class FakeSteps
{
    private readonly Dictionary<string, TaskCompletionSource<InferenceOutcome>> _answers = [];

    public FakeSteps() => Dispatch = new StepDispatch(
        (step, _) => ValueTask.FromResult<ModelStatus?>(Unknown.Contains(step.Model) ? null : Status(step.Model)),
        (described, _) => described,
        (request, cancellationToken) =>
        {
            Requests.Add(request);
            Tokens[request.Model] = cancellationToken;
            return new ValueTask<InferenceOutcome>((_answers[request.Model] = new TaskCompletionSource<InferenceOutcome>()).Task);
        });

    public StepDispatch Dispatch { get; }

    public List<InferenceRequest> Requests { get; } = [];

    public Dictionary<string, CancellationToken> Tokens { get; } = [];

    /// <summary>Every output of every step, by its name in the model.</summary>
    public Dictionary<string, CountedMemory> Memory { get; } = [];

    /// <summary>Of models; the others have one that tells nothing.</summary>
    public Dictionary<string, ModelSignature> Signatures { get; } = [];

    /// <summary>Models that there are not.</summary>
    public HashSet<string> Unknown { get; } = [];

    /// <summary>The models that were asked, in order.</summary>
    public IEnumerable<string> Asked => Requests.Select(request => request.Model);

    public InferenceRequest RequestOf(string model) => Requests.Single(request => request.Model == model);

    public int ReleasesOf(string output) => Memory[output].Releases;

    /// <summary>Answers with all that was asked for; the value of each is the number of requests so far.</summary>
    public void Answer(string model, params string[] more)
    {
        var outputs = RequestOf(model).RequestedOutputs.Concat(more).Select(name =>
        {
            Memory[name] = new CountedMemory(BitConverter.GetBytes((float)Requests.Count));
            return new InferenceTensor { Name = name, DataType = TensorDataType.Fp32, Shape = [1, 1], Data = Memory[name].Memory };
        });
        Answer(model, InferenceOutcome.Of(new InferenceResponse { Model = new ModelVersion(model, 1), Outputs = [.. outputs] }));
    }

    public void Fail(string model, FaultKind kind = FaultKind.ModelError) => Answer(model, InferenceOutcome.Of(kind, "no"));

    public void Answer(string model, InferenceOutcome outcome) => _answers[model].SetResult(outcome);

    public void Break(string model) => _answers[model].SetException(new InvalidOperationException("a bug"));

    private ModelStatus Status(string model) =>
        new() { Id = new ModelVersion(model, 3), State = PoolState.Ready, Signature = Signatures.GetValueOrDefault(model) };
}
