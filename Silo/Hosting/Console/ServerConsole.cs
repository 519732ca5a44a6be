using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace OrleansInference.Hosting;

internal static class ServerConsole
{
    /// <summary>
    /// Logs warnings and errors, one line each (<see cref="LineFormatter"/>), to the standard error stream: the standard output is the banner's. The section
    /// <c>Logging</c> changes the levels.
    /// </summary>
    public static ILoggingBuilder AddServerConsole(this ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        // Where any level of it is on, an Activity is made for each request, though nobody looks at it.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        logging.AddConsole(options => (options.LogToStandardErrorThreshold, options.FormatterName) = (LogLevel.Trace, LineFormatter.FormatterName));
        logging.Services.TryAddSingleton(TimeProvider.System);
        logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        return logging;
    }
}
