using Microsoft.Extensions.Logging;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>Loads a program and makes it as fast as its configuration allows.</summary>
internal sealed partial class ProgramLoader(ITorchBinding binding, TimeProvider time, ILogger logger)
{
    private readonly ProgramOptimizer _optimizer = new(time, logger);
    private int _optimizationExplained;

    /// <exception cref="ProgramException">It can't be loaded; says why.</exception>
    public ITorchProgram Load(ModelSpec spec, TorchDevice device)
    {
        var parameters = LoadParameters.Read(spec, device);
        var program = LoadOnto(spec, device, parameters.Precision);
        if (program.UnsharedReason is { } reason)
            LogUnshared(spec.Id, reason);
        if (!parameters.Optimizes)
            return program;
        if (binding.CanOptimize && program.UnsharedReason is null)
            return _optimizer.Optimize(spec, program, device, parameters.Precision.Tolerance);
        if (!binding.CanOptimize && Interlocked.Exchange(ref _optimizationExplained, 1) == 0)
            LogNoOptimization(binding.Name);
        return program;
    }

    private ITorchProgram LoadOnto(ModelSpec spec, TorchDevice device, TorchPrecision precision)
    {
        if (DeviceMemory.Read(device) is not { } memory)
            return binding.Load(spec.ProgramPath, device, precision);
        var needed = DeviceMemory.Gigabytes(new FileInfo(spec.ProgramPath).Length);
        LogMemory(spec.Id, device, memory, needed);
        try
        {
            return binding.Load(spec.ProgramPath, device, precision);
        }
        catch (ProgramException exception) when (LoadFailure.IsLackOfMemory(exception.Message))
        {
            throw new ProgramException($"{exception.Message} Before, {device} had {memory}; the program's file has {needed} GB.");
        }
    }
}
