using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using OrleansInference.Hosting;
using OrleansInference.Orchestration.Local;

namespace OrleansInference.Orchestration.Processes;

/// <summary>A child process, from its start to its end. What it prints is logged, with the silo's name before it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The run disposes of the process when it has ended.")]
internal sealed partial class ProcessRun : ISiloRun
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly string _silo;
    private readonly ILogger _logger;
    private readonly Process _process;
    private readonly OutputTail _tail = new();
    private readonly TaskCompletionSource<bool> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isOver;

    public ProcessRun(string silo, ProcessStartInfo start, StarterThread starter, ILogger logger)
    {
        (_silo, _logger) = (silo, logger);
        _process = new Process { StartInfo = start };
        Ended = Task.Run(() => Live(starter));
    }

    public bool IsUp => _started.Task is { IsCompletedSuccessfully: true, Result: true } && !Ended.IsCompleted;

    public Task<string> Ended { get; }

    public async Task StopAsync(CancellationToken atOnce)
    {
        if (!await _started.Task) return;
        Send(Posix.Terminate);
        await ((Task)Ended).WaitAsync(atOnce).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Ended.IsCompleted) return;
        LogKilled(_silo);
        Send(Posix.Kill);
        await Ended;
    }

    private async Task<string> Live(StarterThread starter)
    {
        try
        {
            await starter.RunAsync(() => _process.Start());
        }
        catch (Win32Exception exception)
        {
            _started.SetResult(false);
            return $"{_process.StartInfo.FileName} can't be started: {exception.Message}";
        }
        _started.SetResult(true);
        LogStarted(_silo, _process.Id);
        var output = Task.WhenAll(Follow(_process.StandardOutput, LogLevel.Information), Follow(_process.StandardError, LogLevel.Warning));
        await _process.WaitForExitAsync();
        // All that it wrote is in the pipes, unless a process that it has left behind still writes there.
        await output.WaitAsync(LastWords).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return End();
    }

    private string End()
    {
        lock (_process)
        {
            _isOver = true;
            var code = _process.ExitCode;
            _process.Dispose();
            return $"{ExitText.Of(code)}{_tail}";
        }
    }

    private void Send(int signal)
    {
        lock (_process)
        {
            // Its id may be another process's once it has ended.
            if (!_isOver && !_process.HasExited) _ = Posix.Signal(_process.Id, signal);
        }
    }

    private async Task Follow(StreamReader output, LogLevel level)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            _tail.Add(line);
            LogLine(level, _silo, line);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Silo {Silo} is process {Id}")]
    private partial void LogStarted(string silo, int id);

    [LoggerMessage(EventId = 2, Message = "{Silo}: {Line}")]
    private partial void LogLine(LogLevel level, string silo, string line);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "Silo {Silo} did not end in time, and is killed")]
    private partial void LogKilled(string silo);
}
