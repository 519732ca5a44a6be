namespace OrleansInference.Cli;

/// <summary>Ends the command with exit code 1 and this line on standard error.</summary>
internal sealed class CommandException : Exception
{
    public CommandException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
