using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace OrleansInference.Hosting;

/// <summary>
/// Writes each entry of the log as one line. An exception that tells of something outside, such as a silo that can't be reached, says so by its messages; where its category is logged from Debug on,
/// and of any other exception, the line has the stack as well.
/// </summary>
internal sealed class LineFormatter(IOptionsMonitor<LoggerFilterOptions> filters, TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write($"{time.GetLocalNow():HH:mm:ss.fff} {Short(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}]");
        Write(textWriter, logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } exception)
            Write(textWriter, OutsideFailure.Is(exception) && !IsDebugged(logEntry.Category) ? OutsideFailure.Describe(exception) : exception.ToString());
        textWriter.Write(Environment.NewLine);
    }

    private static void Write(TextWriter writer, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        writer.Write(' ');
        writer.Write(text.ReplaceLineEndings(" "));
    }

    /// <summary>By the rule with the longest prefix of the category; of several the last, as .NET's logging has it.</summary>
    private bool IsDebugged(string category)
    {
        var options = filters.CurrentValue;
        var (level, longest) = (options.MinLevel, -1);
        foreach (var rule in options.Rules)
        {
            var prefix = rule.CategoryName ?? "";
            if (rule.ProviderName is not (null or "Console") || prefix.Length < longest || !category.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) continue;
            (level, longest) = (rule.LogLevel ?? level, prefix.Length);
        }
        return level <= LogLevel.Debug;
    }

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
