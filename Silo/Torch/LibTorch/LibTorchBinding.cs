using System.Runtime.InteropServices;

namespace OrleansInference.Torch;

/// <summary>The installed libtorch, through the C ABI of <c>Native/oi_torch.h</c>.</summary>
internal sealed class LibTorchBinding : ITorchBinding
{
    /// <exception cref="InvalidOperationException">libtorch cannot be loaded.</exception>
    public LibTorchBinding()
    {
        OpenMpEnvironment.LimitSpinning();
        try
        {
            Version = Marshal.PtrToStringUTF8(NativeMethods.Version())!;
        }
        catch (DllNotFoundException exception)
        {
            throw new InvalidOperationException(
                $"libtorch cannot be loaded. On Debian or Ubuntu: apt-get install libtorch1.13 libopenblas0-openmp. ({exception.Message})", exception);
        }
    }

    public string Name => "LibTorch";

    public string Version { get; }

    public int CudaDevices => NativeMethods.CudaCount();

    public bool CanOptimize => true;

    public int Threads
    {
        get => NativeMethods.GetThreads();
        set => NativeMethods.SetThreads(value);
    }

    /// <summary>Outputs that are not released yet, in the whole process.</summary>
    public static long LiveTensors => NativeMethods.LiveTensors();

    /// <summary>Programs that are loaded, in the whole process.</summary>
    public static long LivePrograms => NativeMethods.LivePrograms();

    public double MeasureProduct(int size)
    {
        var speed = NativeMethods.ProductSpeed(size, out var error);
        NativeText.ThrowIfAny(error);
        return speed;
    }

    public ITorchProgram Load(string path, TorchDevice device, TorchPrecision precision)
    {
        var handle = NativeMethods.Load(path, device.Cuda, precision.Type, precision.RestoresOutputs ? 1 : 0, out var error);
        if (error == 0)
            return new LibTorchProgram(handle);
        handle.Dispose();
        throw new ProgramException(LoadFailure.Explain(path, NativeText.Take(error)));
    }
}
