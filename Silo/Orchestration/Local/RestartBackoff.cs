namespace OrleansInference.Orchestration.Local;

/// <summary>How long to wait before something that ended is started again: 1, 2, 4 … 60 s, from the beginning after a minute of life.</summary>
internal sealed class RestartBackoff
{
    /// <summary>What has lived so long was started well.</summary>
    public static readonly TimeSpan SettledAfter = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private TimeSpan _next = First;

    /// <param name="lived">How long it ran this time.</param>
    public TimeSpan Next(TimeSpan lived)
    {
        var delay = lived >= SettledAfter ? First : _next;
        _next = delay * 2 < Longest ? delay * 2 : Longest;
        return delay;
    }
}
