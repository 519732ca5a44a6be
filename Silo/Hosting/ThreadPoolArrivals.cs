using OrleansInference.Replicas;

namespace OrleansInference.Hosting;

/// <summary>
/// <see cref="Arrivals"/> of a real silo. A read from a socket brings many requests, each of which goes to the thread pool's common queue. What is put
/// behind them there comes after all of them.
/// </summary>
internal static class ThreadPoolArrivals
{
    public static Arrivals Instance { get; } = new(static () =>
        Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default));
}
