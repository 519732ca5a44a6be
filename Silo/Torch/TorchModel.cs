using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>A TorchScript program on a thread of its own.</summary>
internal sealed class TorchModel : ILoadedModel
{
    private readonly ModelThread _thread;
    private readonly ITorchProgram _program;
    private readonly InputBinding _inputs;
    private readonly OutputBinding _outputs;
    private readonly string _name;
    private readonly Lazy<Task> _unload;

    /// <exception cref="ProgramException">The signature does not fit the program.</exception>
    public TorchModel(ModelSpec spec, ITorchProgram program, ModelThread thread)
    {
        _thread = thread;
        _program = program;
        _name = spec.Id.ToString();
        _unload = new Lazy<Task>(() => thread.TryRun(Unload, out var unloaded, last: true) ? unloaded : Task.CompletedTask);
        _inputs = InputBinding.Create(program.Arguments, spec.DeclaredSignature);
        _outputs = new OutputBinding(program.Returns, spec.DeclaredSignature);
        Signature = (spec.DeclaredSignature ?? new ModelSignature { Inputs = [], Outputs = [] }) with
        {
            Inputs = _inputs.Inputs,
            Outputs = _outputs.Outputs,
        };
    }

    public ModelSignature Signature { get; }

    public ValueTask<ModelRunResult> RunAsync(ImmutableArray<InferenceTensor> inputs)
    {
        if (!_inputs.TryOrder(inputs, out var arguments, out var error))
            return ValueTask.FromResult(ModelRunResult.Failed(FaultKind.InvalidInput, error));
        return _thread.TryRun(() => Run(arguments), out var run)
            ? new ValueTask<ModelRunResult>(run)
            : ValueTask.FromResult(ModelRunResult.Failed(FaultKind.Unavailable, $"The model {_name} was unloaded."));
    }

    /// <summary>Unloads it after the run under way, if there is one. Outputs stay readable until they are released.</summary>
    public ValueTask DisposeAsync() => new(_unload.Value);

    private ModelRunResult Run(InferenceTensor?[] arguments)
    {
        try
        {
            return ModelRunResult.Of(_outputs.Name(_program.Forward(arguments)));
        }
        catch (ProgramException exception)
        {
            return ModelRunResult.Failed(FaultKind.ModelError, exception.Message);
        }
    }

    private bool Unload()
    {
        _program.Dispose();
        return true;
    }
}
