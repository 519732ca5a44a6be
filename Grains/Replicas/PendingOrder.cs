namespace OrleansInference.Replicas;

/// <summary>Who goes first among the requests of one caller: the lower level, then who was not delayed, then the earlier deadline, then arrival.</summary>
internal sealed class PendingOrder : IComparer<PendingRequest>
{
    public static readonly PendingOrder Instance = new();

    public int Compare(PendingRequest? x, PendingRequest? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var byLevel = x.Level.CompareTo(y.Level);
        if (byLevel != 0) return byLevel;
        if (x.IsDelayed != y.IsDelayed) return x.IsDelayed ? 1 : -1;
        var byDeadline = x.Deadline.CompareTo(y.Deadline);
        return byDeadline != 0 ? byDeadline : x.Sequence.CompareTo(y.Sequence);
    }
}
