using System.Collections.Immutable;

namespace OrleansInference.FrontDoors.Reload;

/// <summary>
/// A value read from files, and read again when they change; files that can't be used keep the value before. Looks at the contents every
/// few seconds instead of waiting for notices from the file system: those don't come from every volume, and a Kubernetes
/// volume changes by replacing a link to the folder. New contents count once two looks in a row found them the same, so
/// a file half written, or a certificate whose key is still to follow, is not mistaken for the new state.
/// </summary>
internal sealed partial class ReloadedFiles<T> : IDisposable
    where T : class
{
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly string _subject;
    private readonly ImmutableArray<string> _paths;
    private readonly Func<ImmutableArray<FileText>, Parsed<T>> _parse;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private ImmutableArray<FileText> _judged;
    private ImmutableArray<FileText> _seen;
    private volatile T _current;

    /// <param name="subject">What it is, for the log.</param>
    /// <param name="paths">Read together, in this order.</param>
    /// <param name="parse">Makes the value of them; pure.</param>
    /// <exception cref="InvalidOperationException">The files can't be used as they are now.</exception>
    public ReloadedFiles(
        string subject, ImmutableArray<string> paths, Func<ImmutableArray<FileText>, Parsed<T>> parse, TimeProvider time, ILogger logger)
    {
        (_subject, _paths, _parse, _logger) = (subject, paths, parse, logger);
        _judged = _seen = Read();
        var first = parse(_judged);
        _current = first.Value ?? throw new InvalidOperationException(string.Join(' ', first.Mistakes));
        _timer = time.CreateTimer(_ => Look(), null, LookInterval, LookInterval);
    }

    /// <summary>The newest value that could be used.</summary>
    public T Current => _current;

    /// <summary>After <see cref="Current"/> has changed; on the timer's thread.</summary>
    public event Action<T>? Changed;

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_lock)
        {
            var now = Read();
            var settled = now.SequenceEqual(_seen);
            _seen = now;
            if (settled && !now.SequenceEqual(_judged))
                Judge(now);
        }
    }

    private void Judge(ImmutableArray<FileText> files)
    {
        _judged = files; // also where they can't be used: told once
        var parsed = _parse(files);
        if (parsed.Value is not { } value)
        {
            LogKept(_subject, string.Join(' ', parsed.Mistakes));
            return;
        }
        _current = value;
        LogReloaded(_subject, string.Join(", ", _paths));
        Changed?.Invoke(value);
    }

    private ImmutableArray<FileText> Read() => [.. _paths.Select(FileText.Read)];

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "The {Subject} changed and was read again: {Paths}")]
    private partial void LogReloaded(string subject, string paths);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "The {Subject} changed, but can't be used; the one before stays: {Mistakes}")]
    private partial void LogKept(string subject, string mistakes);
}
