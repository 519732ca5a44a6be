using System.Collections.Immutable;
using System.Diagnostics;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>A TorchScript program on a thread of its own, but for passes that are shorter than the way there.</summary>
internal sealed class TorchModel : ILoadedModel
{
    [ThreadStatic] private static bool _hasOneThread;

    private readonly ModelThread _thread;
    private readonly ITorchBinding _binding;
    private readonly ShortPasses? _short;
    private readonly ITorchProgram _program;
    private readonly TorchDevice _device;
    private readonly LostDevices _lost;
    private readonly InputBinding _inputs;
    private readonly OutputBinding _outputs;
    private readonly string _name;
    private readonly Lazy<Task> _unload;

    /// <exception cref="ProgramException">The signature does not fit the program.</exception>
    public TorchModel(
        ModelSpec spec, ITorchProgram program, ITorchBinding binding, ModelThread thread, TorchDevice device, LostDevices lost, bool runsShortPassesHere)
    {
        _thread = thread;
        _binding = binding;
        _short = runsShortPassesHere ? new ShortPasses() : null;
        _program = program;
        _device = device;
        _lost = lost;
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
        var bytes = Bytes(inputs);
        if (_short?.Has(bytes) == true && _thread.TryRunHere(() => RunHere(arguments, bytes), out var result))
            return ValueTask.FromResult(result);
        return _thread.TryRun(() => Run(arguments, bytes), out var run)
            ? new ValueTask<ModelRunResult>(run)
            : ValueTask.FromResult(ModelRunResult.Failed(FaultKind.Unavailable, $"The model {_name} was unloaded."));
    }

    /// <summary>Unloads it after the run under way, if there is one. Outputs stay readable until they are released.</summary>
    public ValueTask DisposeAsync() => new(_unload.Value);

    private static long Bytes(ImmutableArray<InferenceTensor> inputs)
    {
        var bytes = 0L;
        foreach (var input in inputs)
            bytes += input.Data.Length;
        return bytes;
    }

    private ModelRunResult RunHere(InferenceTensor?[] arguments, long bytes)
    {
        if (!_hasOneThread)
            _binding.Threads = 1; // a thread of the pool keeps it
        _hasOneThread = true;
        return Run(arguments, bytes);
    }

    private ModelRunResult Run(InferenceTensor?[] arguments, long bytes)
    {
        if (_lost.ReasonOf(_device) is { } lost)
            return ModelRunResult.Failed(FaultKind.Unavailable, $"{lost}.");
        var started = Stopwatch.GetTimestamp();
        try
        {
            return ModelRunResult.Of(_outputs.Name(_program.Forward(arguments)));
        }
        catch (ProgramException exception)
        {
            return _lost.Look(_device, exception.Message) is { } reason
                ? ModelRunResult.Failed(FaultKind.DeviceLost, $"The model {_name} failed, and {reason}.")
                : ModelRunResult.Failed(FaultKind.ModelError, exception.Message);
        }
        finally
        {
            _short?.Add(bytes, Stopwatch.GetElapsedTime(started));
        }
    }

    private bool Unload()
    {
        _program.Dispose();
        return true;
    }
}
