namespace OrleansInference.Torch;

/// <summary>An argument of <c>forward</c> with its default as the source has it; null where it has none.</summary>
internal sealed record SourceArgument(ProgramArgument Argument, string? Default);
