namespace OrleansInference.Bench;

/// <summary>A request that has ended. Times in seconds.</summary>
internal readonly record struct ServedRequest(double Ended, double Wait, double Service)
{
    public long WaitNanoseconds => (long)(Wait * 1e9);

    public long LatencyNanoseconds => (long)((Wait + Service) * 1e9);
}
