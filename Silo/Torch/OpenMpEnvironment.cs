using System.Runtime.InteropServices;

namespace OrleansInference.Torch;

/// <summary>
/// By default libgomp's threads spin for long between operations. With as many threads as processors they keep out the one that
/// would give them work: stalls of half a second. A short spin keeps what spinning gains without them.
/// </summary>
internal static partial class OpenMpEnvironment
{
    /// <summary>Sets it for native code, before libgomp is loaded, unless the user has.</summary>
    public static void LimitSpinning()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null || Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is not null)
            return;
        // Environment.SetEnvironmentVariable does not reach native getenv.
        if (SetNativeVariable("GOMP_SPINCOUNT", "10000", overwrite: 0) != 0)
            throw new InvalidOperationException($"setenv failed with error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
