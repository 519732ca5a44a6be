namespace OrleansInference.Torch;

/// <summary>One way to libtorch; the build chooses which (property <c>TorchBinding</c>).</summary>
internal interface ITorchBinding
{
    string Name { get; }

    /// <summary>Of the libtorch that is loaded.</summary>
    string Version { get; }

    /// <summary>CUDA devices that this libtorch can use; 0 for a CPU build.</summary>
    int CudaDevices { get; }

    /// <summary>Whether <see cref="ITorchProgram.Optimize"/> is there.</summary>
    bool CanOptimize { get; }

    /// <summary>Threads that operations called from this thread may use.</summary>
    int Threads { get; set; }

    /// <summary>GFLOP/s of a product of two <paramref name="size"/> × <paramref name="size"/> float matrices on the CPU.</summary>
    double MeasureProduct(int size);

    /// <summary>
    /// Loads a TorchScript program, in evaluation mode. With another precision than fp32 its float parameters and inputs are converted to
    /// that.
    /// </summary>
    /// <exception cref="ProgramException">The file is not a program that can be loaded.</exception>
    ITorchProgram Load(string path, TorchDevice device, TorchPrecision precision);
}
