namespace OrleansInference.Replicas;

/// <summary>What one caller has had of a pool.</summary>
internal sealed class CallerShare(double served)
{
    /// <summary>Work that was begun for it, on the scale of <see cref="CallerShares"/>.</summary>
    public double Served { get; set; } = served;

    /// <summary>Its requests in the queue.</summary>
    public int Waiting { get; set; }
}
