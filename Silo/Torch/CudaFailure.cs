namespace OrleansInference.Torch;

/// <summary>What CUDA's own errors mean for the process that gets them.</summary>
internal static class CudaFailure
{
    private const string Mark = "CUDA error: ";

    /// <summary>
    /// What <c>cudaGetErrorString</c> says of the errors after which "the process must be terminated and relaunched" (CUDA Runtime API,
    /// <c>cudaError_t</c>: 700, 702, 710, 714 to 719, and 214).
    /// </summary>
    private static readonly string[] Fatal =
    [
        "an illegal memory access was encountered",
        "the launch timed out and was terminated",
        "device-side assert triggered",
        "hardware stack error",
        "an illegal instruction was encountered",
        "misaligned address",
        "operation not supported on global/shared address space",
        "invalid program counter",
        "unspecified launch failure",
        "uncorrectable ECC error encountered",
    ];

    /// <summary>The fatal error that torch's <paramref name="message"/> tells, or null: the device works on.</summary>
    public static string? FatalIn(string message)
    {
        var mark = message.IndexOf(Mark, StringComparison.Ordinal);
        if (mark < 0)
            return null;
        var error = message.AsSpan(mark + Mark.Length);
        foreach (var fatal in Fatal)
            if (error.StartsWith(fatal, StringComparison.Ordinal))
                return fatal;
        return null;
    }
}
