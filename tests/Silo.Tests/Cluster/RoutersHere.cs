using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrleansInference.Routing;

namespace OrleansInference.Cluster;

/// <summary>The models whose routers have begun on a silo, as its log has it.</summary>
internal sealed class RoutersHere : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _models = [];

    public IEnumerable<string> Models => _models;

    public ILogger CreateLogger(string categoryName) => new Reader(categoryName == typeof(RouterGrain).FullName ? _models : null);

    public void Dispose()
    {
    }

    private sealed class Reader(ConcurrentQueue<string>? models) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => models is not null && logLevel == LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && state is IEnumerable<KeyValuePair<string, object?>> values) models!.Enqueue((string)values.First(value => value.Key == "Model").Value!);
        }
    }
}
