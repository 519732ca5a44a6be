using Microsoft.Extensions.Logging;

namespace OrleansInference.Torch;

/// <summary>Keeps what is logged.</summary>
internal sealed class LoggedLines : ILogger
{
    private readonly List<(LogLevel Level, string Message)> _lines = [];

    public string Single(LogLevel level) => Assert.Single(_lines, line => line.Level == level).Message;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Add((logLevel, formatter(state, exception)));
}
