namespace OrleansInference.Hosting;

internal static class ServerConsole
{
    /// <summary>Logs to the console, one line an event, to the standard error stream: the standard output is the banner's.</summary>
    public static ILoggingBuilder AddServerConsole(this ILoggingBuilder logging)
    {
        logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "HH:mm:ss.fff ";
        });
        return logging;
    }
}
