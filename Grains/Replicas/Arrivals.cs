namespace OrleansInference.Replicas;

/// <summary>Lets requests that the machine has received already come to their pool before it begins a batch.</summary>
/// <param name="Come">Ends once they have; is awaited on the pool's scheduler, and takes microseconds.</param>
public sealed record Arrivals(Func<Task> Come)
{
    /// <summary>Those that wait on the pool's own scheduler, where everything else is on it as well.</summary>
    public static Arrivals OnScheduler { get; } = new(static async () => await Task.Yield());
}
