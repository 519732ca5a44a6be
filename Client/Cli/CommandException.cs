namespace OrleansInference.Cli;

/// <summary>Ends the command with exit code 1 and this message on standard error.</summary>
internal sealed class CommandException : Exception
{
    public CommandException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the message is printed as it is, for a program's own report; else it becomes one line.</summary>
    public bool KeepsLines { get; init; }
}
