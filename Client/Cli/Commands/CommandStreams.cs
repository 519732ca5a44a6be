using Spectre.Console;

namespace OrleansInference.Cli.Commands;

/// <summary>Where a command reads and writes, and the environment that it looks at.</summary>
internal sealed record CommandStreams(Stream Input, TextWriter Output, TextWriter Error)
{
    // Wide enough that a table which goes to a file or another program is not wrapped.
    private const int PipedColumns = 1000;

    /// <summary>An environment variable's value; null where it is not set or empty.</summary>
    public Func<string, string?> Variable { get; init; } = name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>What commands that repeat wait by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A console over one of the writers: with colour on a terminal, unless NO_COLOR is set; plain and wide elsewhere.</summary>
    public IAnsiConsole Console(TextWriter writer)
    {
        var target = new AnsiConsoleOutput(writer);
        var isPlain = !target.IsTerminal || Variable("NO_COLOR") is not null || Variable("TERM") == "dumb";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = target,
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = isPlain ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (!target.IsTerminal)
            console.Profile.Width = PipedColumns;
        return console;
    }
}
