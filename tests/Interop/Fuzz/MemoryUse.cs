namespace OrleansInference.Interop.Fuzz;

/// <summary>What this process holds once everything that can be collected is.</summary>
/// <param name="Heap">Bytes of all live objects.</param>
/// <param name="Pinned">Of these, the bytes of pinned arrays: every buffer of the doors' pools and of Kestrel's.</param>
internal readonly record struct MemoryUse(long Heap, long Pinned)
{
    private const int PinnedGeneration = 4;

    public static MemoryUse Now()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        return new MemoryUse(GC.GetTotalMemory(forceFullCollection: false), GC.GetGCMemoryInfo(GCKind.FullBlocking).GenerationInfo[PinnedGeneration].SizeAfterBytes);
    }
}
