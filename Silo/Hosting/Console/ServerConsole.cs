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
        logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "HH:mm:ss.fff ";
        });
        return logging;
    }
}
