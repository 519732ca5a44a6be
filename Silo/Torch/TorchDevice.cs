using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OrleansInference.Torch;

/// <summary>Where a program runs. <paramref name="Cuda"/> is the device's number, −1 for the CPU.</summary>
internal readonly record struct TorchDevice(int Cuda)
{
    public static readonly TorchDevice Cpu = new(-1);

    public bool IsCpu => Cuda < 0;

    /// <summary>Reads <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>, and checks that there is such a device.</summary>
    public static bool TryParse(string text, int cudaDevices, out TorchDevice device, [NotNullWhen(false)] out string? error)
    {
        device = Cpu;
        error = null;
        if (text == "cpu")
            return true;
        var number = 0;
        var valid = text == "cuda"
            || (text.StartsWith("cuda:", StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out number));
        device = new TorchDevice(number);
        if (!valid)
            error = $"The device is '{text}'; allowed are cpu and cuda:N.";
        else if (number >= cudaDevices)
            error = $"The device is '{text}', but this libtorch sees {Seen(cudaDevices)}.";
        return error is null;
    }

    private static string Seen(int cudaDevices) => cudaDevices switch
    {
        0 => "no CUDA device",
        1 => "one CUDA device, cuda:0",
        _ => $"{cudaDevices} CUDA devices, cuda:0 to cuda:{cudaDevices - 1}",
    };

    public override string ToString() => IsCpu ? "cpu" : $"cuda:{Cuda}";
}
