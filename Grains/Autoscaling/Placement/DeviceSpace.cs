namespace OrleansInference.Autoscaling.Placement;

/// <summary>What is taken of a device, and what is left.</summary>
/// <param name="Kind"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Capacity">Busy threads that it has room for. A GPU counts as one thread: it runs one busy replica, or several that are idle.</param>
/// <param name="TotalBytes">Its memory.</param>
internal record struct DeviceSpace(string Kind, double Capacity, long TotalBytes)
{
    /// <summary>Sums of shares such as 0.1 are a little off.</summary>
    private const double Rounding = 1e-6;

    /// <summary>Threads that its replicas are taken to use.</summary>
    public double Taken { get; set; }

    public long FreeBytes { get; set; }

    public readonly double TakenShare => Capacity > 0 ? Taken / Capacity : double.MaxValue;

    /// <summary>What one more replica would use of its threads.</summary>
    public readonly double Need(SiloPoolSize size, double busy) => Math.Min(Kind == "cpu" ? size.Threads : 1, Capacity) * busy;

    public readonly bool HasMemory(SiloPoolSize size) => FreeBytes >= size.BytesPerReplica;

    public readonly bool HasThreads(SiloPoolSize size, double busy) => Taken + Need(size, busy) <= Capacity + Rounding;

    /// <summary>How many replicas it has room for, at most <paramref name="most"/>.</summary>
    public readonly int Room(SiloPoolSize size, double busy, int most)
    {
        var need = Need(size, busy);
        if (need > 0) most = (int)Math.Clamp((Capacity + Rounding - Taken) / need, 0, most);
        if (size.BytesPerReplica > 0) most = (int)Math.Clamp(FreeBytes / size.BytesPerReplica, 0, most);
        return most;
    }
}
