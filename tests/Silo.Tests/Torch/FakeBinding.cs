namespace OrleansInference.Torch;

/// <summary>Loads the program that a test has made.</summary>
internal sealed class FakeBinding(Func<ITorchProgram> load, bool canOptimize) : ITorchBinding
{
    public string Name => "Fake";

    public string Version => "0";

    public int CudaDevices { get; init; }

    public bool CanOptimize => canOptimize;

    public int Threads { get; set; } = 1;

    public double MeasureProduct(int size) => 100;

    public ITorchProgram Load(string path, TorchDevice device, TorchPrecision precision) => load();
}
