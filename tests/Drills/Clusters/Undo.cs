namespace OrleansInference.Drills.Clusters;

/// <summary>Commands that undo what others did, to be run in the opposite order.</summary>
internal sealed class Undo : IDisposable
{
    private readonly Stack<string> _commands = [];

    /// <summary>Runs a command that <paramref name="undone"/> undoes; undoes all that came before where it fails.</summary>
    public void Do(string command, string? undone = null)
    {
        try
        {
            SystemCommand.Run(command);
        }
        catch (NotSupportedException)
        {
            Dispose();
            throw;
        }
        if (undone is not null) _commands.Push(undone);
    }

    public void Dispose()
    {
        while (_commands.TryPop(out var command)) SystemCommand.Run(command);
    }
}
