using OrleansInference.Torch;

namespace OrleansInference.Bench;

/// <summary>How a loop uses the processors.</summary>
/// <param name="Callers">Passes at once.</param>
/// <param name="Threads">Of each pass.</param>
/// <param name="Optimization">What is done to the program first; null for nothing.</param>
internal sealed record LoopWay(int Callers, int Threads, ProgramOptimization? Optimization = null)
{
    /// <summary>A pass on each processor, which is how the server does it.</summary>
    public static LoopWay CallerEach { get; } = new(Environment.ProcessorCount, 1);

    /// <summary>One pass over all of them.</summary>
    public static LoopWay ThreadEach { get; } = new(1, Environment.ProcessorCount);

    public static IEnumerable<LoopWay> All => new[] { CallerEach, ThreadEach }.Distinct();

    public override string ToString() => $"{Callers} caller{(Callers == 1 ? "" : "s")} x {Threads} thread{(Threads == 1 ? "" : "s")}{(Optimization is { } done ? $", {done}" : "")}";
}
