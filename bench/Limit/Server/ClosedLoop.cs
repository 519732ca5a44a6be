using System.Diagnostics;
using OrleansInference.Client;

namespace OrleansInference.Bench;

/// <summary>
/// Loads a gRPC door with requests in turn, for models that take milliseconds an item, where the client hardly counts. Only what
/// happens between a ramp and the stop is measured: the server is full from the first to the last moment.
/// </summary>
internal sealed class ClosedLoop(GrpcInferenceClient client, Workload workload, int inFlight)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly List<double> _seconds = []; // of each answer
    private int _next = -1;
    private volatile bool _stopping;

    /// <param name="duration">Of what is measured, at least; the ramp comes before it.</param>
    /// <param name="serverCpu">Reads the server's processor time.</param>
    public async Task<(ClientResult Client, TimeSpan ServerCpu, double Seconds)> RunAsync(TimeSpan duration, Func<TimeSpan> serverCpu)
    {
        (_stopping, _next) = (false, -1);
        _seconds.Clear();
        var started = Stopwatch.GetTimestamp();
        var senders = Enumerable.Range(0, inFlight).Select(_ => Task.Run(() => SendAsync(started))).ToList();
        // Each connection's first answer belongs to a server that was empty.
        while (Answered < inFlight && !senders.Exists(sender => sender.IsFaulted))
            await Task.Delay(Pause);

        var (from, first) = (Stopwatch.GetElapsedTime(started).TotalSeconds, Answered);
        var (clientCpu, server) = (Environment.CpuUsage.TotalTime, serverCpu());
        // And as many more: several batches, however long they take.
        while ((Stopwatch.GetElapsedTime(started).TotalSeconds - from < duration.TotalSeconds || Answered < first + inFlight)
            && !senders.Exists(sender => sender.IsFaulted))
            await Task.Delay(Pause);
        var (seconds, last) = (Stopwatch.GetElapsedTime(started).TotalSeconds - from, Answered);
        (clientCpu, server) = (Environment.CpuUsage.TotalTime - clientCpu, serverCpu() - server);

        _stopping = true;
        await Task.WhenAll(senders);
        return (new ClientResult(Rate.Slope(_seconds[first..last]), last - first, clientCpu), server, seconds);
    }

    private int Answered
    {
        get
        {
            lock (_lock)
                return _seconds.Count;
        }
    }

    private async Task SendAsync(long started)
    {
        while (!_stopping)
        {
            await client.InferAsync(workload.Request(Interlocked.Increment(ref _next)));
            lock (_lock)
                _seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }
}
