using System.Collections.Concurrent;

namespace OrleansInference.Embedded;

/// <summary>The calls of one node that wait for their outcome.</summary>
internal sealed class PendingCalls
{
    private readonly ConcurrentDictionary<long, PendingCall> _calls = new();
    private long _last;

    public void Add(PendingCall call)
    {
        call.Id = Interlocked.Increment(ref _last);
        _calls.TryAdd(call.Id, call);
    }

    public void Remove(PendingCall call) => _calls.TryRemove(call.Id, out _);

    public void EndExpired(TimeProvider clock)
    {
        foreach (var call in Where(call => clock.GetElapsedTime(call.Started) >= call.Timeout)) call.OnTimeout();
    }

    public void EndThoseTo(SiloAddress silo)
    {
        foreach (var call in Where(call => silo.Equals(call.Silo))) call.OnTargetLost();
    }

    public void EndAll(Exception error)
    {
        foreach (var call in Where(_ => true)) call.Abandon(error);
    }

    // In the order of their making: the dictionary's own order is not to be relied on.
    private IEnumerable<PendingCall> Where(Func<PendingCall, bool> predicate) =>
        _calls.Select(pair => pair.Value).Where(predicate).OrderBy(call => call.Id).ToArray();
}
