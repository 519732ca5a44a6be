using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;

namespace OrleansInference.Torch;

/// <summary>The libtorch that the TorchSharp packages bring.</summary>
internal sealed class TorchSharpBinding : ITorchBinding
{
    /// <exception cref="InvalidOperationException">libtorch cannot be loaded.</exception>
    public TorchSharpBinding()
    {
        OpenMpEnvironment.LimitSpinning();
        try
        {
            CudaDevices = torch.TryInitializeDeviceType(DeviceType.CUDA) && torch.cuda.is_available() ? torch.cuda.device_count() : 0;
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception exception) when (exception is NotSupportedException or DllNotFoundException or TypeInitializationException)
        {
            throw new InvalidOperationException($"The libtorch of the TorchSharp packages cannot be loaded: {exception.Message}", exception);
        }
    }

    public string Name => "TorchSharp";

    public string Version => torch.__version__;

    public int CudaDevices { get; }

    public bool CanOptimize => false;

    public int Threads
    {
        get => torch.get_num_threads();
        set
        {
            _ = torch.get_num_threads(); // the thread's first look takes over a number that another thread has set: have it before ours
            torch.set_num_threads(value);
        }
    }

    public double MeasureProduct(int size)
    {
        using var inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        var (left, right) = (torch.ones(size, size), torch.ones(size, size));
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var start = Stopwatch.GetTimestamp();
            torch.mm(left, right).Dispose();
            var elapsed = Stopwatch.GetElapsedTime(start);
            best = elapsed < best ? elapsed : best;
        }
        return 2e-9 * Math.Pow(size, 3) / best.TotalSeconds;
    }

    public ITorchProgram Load(string path, TorchDevice device, TorchPrecision precision)
    {
        // Parameters that are not inference tensors have their views recorded for autograd at each pass.
        using var inference = torch.inference_mode();
        try
        {
            var source = ProgramSource.Read(path);
            RefuseWhatCannotBeReturned(source.ReturnType);
            var module = device.IsCpu ? torch.jit.load(path) : torch.jit.load(path, DeviceType.CUDA, device.Cuda);
            module.eval();
            if (precision.IsReduced)
                Convert(module, (torch.ScalarType)precision.Type);
            return new TorchSharpProgram(module, source, device, precision);
        }
        catch (Exception exception) when (exception is ProgramException or ExternalException)
        {
            throw new ProgramException(LoadFailure.Explain(path, exception.Message));
        }
    }

    /// <summary>Float parameters and buffers. TorchSharp's own conversion would take the integers among them too.</summary>
    private static void Convert(torch.jit.ScriptModule module, torch.ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        foreach (var part in module.named_modules().Select(part => part.module).OfType<torch.jit.ScriptModule>().Prepend(module))
            foreach (var (name, tensor) in part.named_attributes(recurse: false))
                if (name is not null && tensor.dtype == torch.ScalarType.Float32) // no name: an attribute that is no tensor
                    part.set_attribute(name, tensor.to_type(type));
    }

    /// <summary>TorchSharp 0.107 fails at a dictionary, and takes the tensors of a long mixed tuple for numbers.</summary>
    private static void RefuseWhatCannotBeReturned(string returnType)
    {
        if (returnType.Contains("Dict[", StringComparison.Ordinal))
            throw new ProgramException(
                $"its forward returns {returnType}, and TorchSharp cannot return a dictionary; build with TorchBinding=LibTorch, or return a tuple");
        if (returnType.StartsWith("Tuple[", StringComparison.Ordinal)
            && SourceText.Split(returnType["Tuple[".Length..^1]) is { Count: > 5 } elements
            && elements.Any(element => element != "Tensor"))
            throw new ProgramException(
                $"its forward returns {returnType}, and TorchSharp cannot return a tuple of more than five that are not all tensors; build with TorchBinding=LibTorch");
    }
}
