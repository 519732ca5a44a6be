namespace OrleansInference.Torch;

/// <summary>The binding of this process and what it found. The first use loads libtorch: about a second and 200 MB.</summary>
public static class TorchEnvironment
{
    /// <summary>Below this, GFLOP/s, matrix products run on a reference BLAS (4) and not on an optimised one (70 on two old cores).</summary>
    private const double SlowProduct = 20;

    private static readonly Lazy<ITorchBinding> LazyBinding = new(() => new ChosenTorchBinding());
    private static readonly Lazy<TorchDescription> LazyDescription = new(Measure);

    /// <exception cref="InvalidOperationException">libtorch cannot be loaded; says what to install.</exception>
    internal static ITorchBinding Binding => LazyBinding.Value;

    /// <summary>Measures once, in about a tenth of a second, and remembers.</summary>
    /// <exception cref="InvalidOperationException">libtorch cannot be loaded; says what to install.</exception>
    public static TorchDescription Describe() => LazyDescription.Value;

    private static TorchDescription Measure()
    {
        var binding = Binding;
        var speed = binding.MeasureProduct(512);
        return new TorchDescription(
            binding.Name,
            binding.Version,
            [$"cpu ({Environment.ProcessorCount} threads)", .. Enumerable.Range(0, binding.CudaDevices).Select(number => $"cuda:{number}")],
            speed,
            WarningOf(speed));
    }

    internal static string? WarningOf(double productSpeed) => productSpeed >= SlowProduct
        ? null
        : $"Matrix products run at {productSpeed:0.0} GFLOP/s; {SlowProduct} and more is usual. If libopenblas0-openmp is not installed, "
          + "install it (apt-get install libopenblas0-openmp): models become 10 to 20 times faster.";
}
