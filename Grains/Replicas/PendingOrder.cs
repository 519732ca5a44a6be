namespace OrleansInference.Replicas;

/// <summary>Who goes first: the more important (1 before 2; 0, the default, last), then the earlier deadline, then arrival.</summary>
internal sealed class PendingOrder : IComparer<PendingRequest>
{
    public static readonly PendingOrder Instance = new();

    public int Compare(PendingRequest? x, PendingRequest? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var byPriority = Level(x).CompareTo(Level(y));
        if (byPriority != 0) return byPriority;
        var byDeadline = x.Deadline.CompareTo(y.Deadline);
        return byDeadline != 0 ? byDeadline : x.Sequence.CompareTo(y.Sequence);
    }

    private static uint Level(PendingRequest pending) => pending.Request.Priority == 0 ? uint.MaxValue : pending.Request.Priority;
}
