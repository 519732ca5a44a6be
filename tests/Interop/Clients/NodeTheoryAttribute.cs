namespace OrleansInference.Interop.Clients;

/// <summary>Skipped, with the reason, where this machine can't run the clients of Node.</summary>
internal sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute() => Skip = Toolchain.Node.Missing;
}
