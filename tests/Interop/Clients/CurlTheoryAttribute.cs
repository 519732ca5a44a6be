namespace OrleansInference.Interop.Clients;

/// <summary>Skipped, with the reason, where this machine can't run the clients of Curl.</summary>
internal sealed class CurlTheoryAttribute : TheoryAttribute
{
    public CurlTheoryAttribute() => Skip = Toolchain.Curl.Missing;
}
