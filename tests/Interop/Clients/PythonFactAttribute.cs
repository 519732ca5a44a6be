namespace OrleansInference.Interop.Clients;

/// <summary>Skipped, with the reason, where this machine can't run the clients of Python.</summary>
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = Toolchain.Python.Missing;
}
