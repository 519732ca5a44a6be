using System.Net.Http;
using OrleansInference.Client;
using OrleansInference.Inference;

namespace OrleansInference.Drills.Load;

/// <summary>
/// Sends requests to the first of its doors, and to the next one from when a connection breaks: as a client does that has two addresses. What a silo itself
/// answers is final.
/// </summary>
internal sealed class Caller(IReadOnlyList<Door> doors, ProbeRequest probe, TimeSpan deadline, RequestLog log, Func<double> now)
{
    /// <summary>What a client may be late in noticing that the time is up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private int _door;

    /// <summary>Sends one request and records how it ended.</summary>
    /// <param name="due">When it was to be sent.</param>
    public async Task SendAsync(double due)
    {
        log.Begin();
        var moved = false;
        for (var tries = 1; ; tries++)
        {
            var index = Volatile.Read(ref _door);
            var (end, error, isBroken) = await AskAsync(doors[index], deadline - TimeSpan.FromSeconds(now() - due));
            if (isBroken && tries < doors.Count)
            {
                Interlocked.CompareExchange(ref _door, (index + 1) % doors.Count, index);
                moved = true;
                continue;
            }
            log.End(new RequestRecord(due, now() - due, end, doors[index].Silo, error, moved));
            return;
        }
    }

    private async Task<(RequestEnd End, string Error, bool IsBroken)> AskAsync(Door door, TimeSpan left)
    {
        var atLeast = TimeSpan.FromMilliseconds(1);
        if (left < atLeast) left = atLeast;
        try
        {
            var response = await door.InferAsync(probe.Within(left)).WaitAsync(left + Patience);
            return probe.IsAnswered(response) ? (RequestEnd.Answered, "", false) : (RequestEnd.Failed, "a wrong answer", false);
        }
        catch (TimeoutException)
        {
            return (RequestEnd.Stuck, "", false);
        }
        catch (InferenceException exception) when (IsBroken(exception))
        {
            return (RequestEnd.Lost, exception.Message, true);
        }
        catch (InferenceException exception)
        {
            return (RequestEnd.Failed, $"{exception.Kind?.ToString() ?? "an internal error"}: {exception.Message}", false);
        }
    }

    private static bool IsBroken(InferenceException exception) => exception.Kind == FaultKind.Unavailable && exception.InnerException is HttpRequestException or IOException;
}
