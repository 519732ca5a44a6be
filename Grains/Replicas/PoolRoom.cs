namespace OrleansInference.Replicas;

/// <summary>
/// Whether a pool takes a further request, or it better waits in the dispatcher, from where it can still go to any pool. The one rule of
/// both: a pool holds what its replicas run, and what they begin next.
/// </summary>
internal static class PoolRoom
{
    /// <summary>
    /// A request that begins within so little time comes early enough to hide its own way, 0.1 to 1 ms between silos, and late enough that few others
    /// could have been served first. Nobody is told when it has come: whoever asks next for a place, or gives one back, finds it.
    /// </summary>
    public const double PrefetchSeconds = 0.003;

    /// <param name="items">Queued or running.</param>
    /// <param name="replicas">Those that are ready.</param>
    /// <param name="batchSize">Most items of a batch; 1 for a model that does not batch.</param>
    /// <param name="waitSeconds">Until a replica would begin with it, as far as can be told.</param>
    public static bool Has(int items, int replicas, int batchSize, double waitSeconds) =>
        items < ItemsOf(replicas, batchSize) || (items < 2L * replicas * Most(batchSize) && waitSeconds <= PrefetchSeconds);

    /// <summary>What a pool holds however long it takes. A batch forms while another runs, so there is one more batch for each replica.</summary>
    public static int ItemsOf(int replicas, int batchSize) => batchSize > 1 ? 2 * replicas * batchSize : replicas;

    // Where estimates are nothing, as of a model that takes no time, the queue is bounded all the same.
    private static int Most(int batchSize) => Math.Max(batchSize, 512);
}
