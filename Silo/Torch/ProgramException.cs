namespace OrleansInference.Torch;

/// <summary>A program that cannot be loaded or that raised. The message is the program's own; it becomes a fault.</summary>
internal sealed class ProgramException(string message) : Exception(message);
