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

    public ITorchProgram Load(string path, TorchDevice device)
    {
        try
        {
            var source = ProgramSource.Read(path);
            RefuseWhatCannotBeReturned(source.ReturnType);
            var module = device.IsCpu ? torch.jit.load(path) : torch.jit.load(path, DeviceType.CUDA, device.Cuda);
            module.eval();
            return new TorchSharpProgram(module, source, device);
        }
        catch (Exception exception) when (exception is ProgramException or ExternalException)
        {
            throw new ProgramException(LoadFailure.Explain(path, exception.Message));
        }
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
