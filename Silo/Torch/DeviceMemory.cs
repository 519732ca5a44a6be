using System.Globalization;
using System.Runtime.InteropServices;

namespace OrleansInference.Torch;

/// <summary>
/// What memory a CUDA device has, from the driver: neither libtorch's headers without CUDA nor TorchSharp tell. The driver numbers devices
/// as torch does, and its context is the one that torch uses.
/// </summary>
/// <param name="FreeBytes">By anybody's use, not this process's alone. Torch keeps what it has freed, so after an unload less shows than there is.</param>
/// <param name="TotalBytes">Of the device.</param>
internal readonly partial record struct DeviceMemory(long FreeBytes, long TotalBytes)
{
    private const string Driver = "libcuda.so.1";

    /// <summary>Null on the CPU, and where the driver does not tell.</summary>
    public static DeviceMemory? Read(TorchDevice device) => device.IsCpu || !NativeLibrary.TryLoad(Driver, out _) ? null : Ask(device.Cuda);

    public override string ToString() => $"{Gigabytes(FreeBytes)} of {Gigabytes(TotalBytes)} GB free";

    public static string Gigabytes(long bytes) => (bytes / 1e9).ToString("0.00", CultureInfo.InvariantCulture);

    private static DeviceMemory? Ask(int ordinal)
    {
        if (Initialize(0) != 0 || GetDevice(out var device, ordinal) != 0 || RetainContext(out var context, device) != 0)
            return null;
        try
        {
            if (PushContext(context) != 0)
                return null;
            var known = GetMemory(out var free, out var total) == 0;
            _ = PopContext(out _);
            return known ? new DeviceMemory((long)free, (long)total) : null;
        }
        finally
        {
            _ = ReleaseContext(device);
        }
    }

    [LibraryImport(Driver, EntryPoint = "cuInit")]
    private static partial int Initialize(uint flags);

    [LibraryImport(Driver, EntryPoint = "cuDeviceGet")]
    private static partial int GetDevice(out int device, int ordinal);

    [LibraryImport(Driver, EntryPoint = "cuDevicePrimaryCtxRetain")]
    private static partial int RetainContext(out nint context, int device);

    [LibraryImport(Driver, EntryPoint = "cuDevicePrimaryCtxRelease_v2")]
    private static partial int ReleaseContext(int device);

    [LibraryImport(Driver, EntryPoint = "cuCtxPushCurrent_v2")]
    private static partial int PushContext(nint context);

    [LibraryImport(Driver, EntryPoint = "cuCtxPopCurrent_v2")]
    private static partial int PopContext(out nint context);

    [LibraryImport(Driver, EntryPoint = "cuMemGetInfo_v2")]
    private static partial int GetMemory(out nuint free, out nuint total);
}
