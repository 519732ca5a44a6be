namespace OrleansInference.Hosting;

internal static class ServerConsole
{
    /// <summary>
    /// Logs warnings and errors, one line each, to the standard error stream: the standard output is the banner's. The section
    /// <c>Logging</c> changes the levels.
    /// </summary>
    public static ILoggingBuilder AddServerConsole(this ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        // Where any level of it is on, an Activity is made for each request, though nobody looks at it.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "HH:mm:ss.fff ";
        });
        return logging;
    }
}
