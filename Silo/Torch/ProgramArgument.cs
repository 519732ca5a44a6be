namespace OrleansInference.Torch;

/// <summary>One argument of a program's <c>forward</c>.</summary>
/// <param name="Name">As the program has it.</param>
/// <param name="Type">As TorchScript writes it, such as <c>Optional[Tensor]</c>.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Optional">Has a default, or may be <c>None</c>.</param>
internal sealed record ProgramArgument(string Name, string Type, ArgumentKind Kind, bool Optional)
{
    public override string ToString() => $"{Name}: {Type}{(Optional ? " (optional)" : "")}";
}
