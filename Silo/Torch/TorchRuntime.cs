using Microsoft.Extensions.Logging;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>Loads TorchScript programs through the binding that was built.</summary>
internal sealed partial class TorchRuntime(ITorchBinding binding, TimeProvider time, ILogger<TorchRuntime> logger) : IModelRuntime
{
    private readonly ProgramLoader _loader = new(binding, time, logger);
    private readonly SharedPrograms _programs = new();
    private readonly LostDevices _lost = new(logger);
    private int _slowWarned;

    /// <summary>Triton's name of the backend, and so that of <c>config.pbtxt</c>.</summary>
    public string Backend => "pytorch";

    public async ValueTask<ModelLoadResult> LoadAsync(ModelSpec spec, DeviceSlot slot, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var thread = new ModelThread($"torch {spec.Id}");
        thread.TryRun(() => Load(spec, slot, thread), out var load);
        var result = await load!;
        if (result.Model is null)
            thread.Close();
        if (!cancellationToken.IsCancellationRequested || result.Model is null)
            return result;
        await result.Model.DisposeAsync();
        throw new OperationCanceledException(cancellationToken);
    }

    private ModelLoadResult Load(ModelSpec spec, DeviceSlot slot, ModelThread thread)
    {
        if (!File.Exists(spec.ProgramPath))
            return ModelLoadResult.Failed($"There is no file '{spec.ProgramPath}'.");
        if (slot.Threads < 1)
            return ModelLoadResult.Failed($"The replica is given {slot.Threads} threads; it takes at least 1.");
        if (!TorchDevice.TryParse(slot.Device, binding.CudaDevices, out var device, out var error))
            return ModelLoadResult.Failed(error);
        if (_lost.ReasonOf(device) is { } lost)
            return ModelLoadResult.Failed($"{lost}.");
        if (TorchEnvironment.Describe().Warning is { } warning && Interlocked.Exchange(ref _slowWarned, 1) == 0)
            LogSlow(warning);
        ITorchProgram? program = null;
        try
        {
            binding.Threads = slot.Threads;
            program = _programs.Take(spec, device, () => _loader.Load(spec, device));
            return ModelLoadResult.Of(new TorchModel(spec, program, binding, thread, device, _lost, runsShortPassesHere: device.IsCpu && slot.Threads == 1));
        }
        catch (ProgramException exception)
        {
            program?.Dispose();
            return ModelLoadResult.Failed(_lost.Look(device, exception.Message) is { } reason ? $"{exception.Message}; {reason}." : exception.Message);
        }
    }
}
