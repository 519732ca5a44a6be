namespace OrleansInference.Torch;

public class CudaFailureTests
{
    private const string Advice = "\nCUDA kernel errors might be asynchronously reported at some other API call, so the stacktrace below might be incorrect.";

    [Theory]
    [InlineData("CUDA error: device-side assert triggered" + Advice, "device-side assert triggered")]
    [InlineData("RuntimeError: CUDA error: an illegal memory access was encountered" + Advice, "an illegal memory access was encountered")]
    [InlineData("CUDA error: unspecified launch failure", "unspecified launch failure")]
    [InlineData("CUDA error: out of memory", null)]
    [InlineData("CUDA out of memory. Tried to allocate 20.00 MiB", null)]
    [InlineData("CUDA error: invalid configuration argument" + Advice, null)]
    [InlineData("ValueError: device-side assert triggered", null)]
    public void An_error_is_fatal_where_CUDA_says_so(string message, string? fatal) => Assert.Equal(fatal, CudaFailure.FatalIn(message));
}
