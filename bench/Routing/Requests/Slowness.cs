namespace OrleansInference.Bench;

/// <summary>How much longer each replica takes than stated: 1, but for the last one where one is slow.</summary>
internal static class Slowness
{
    public static double[] Of(int replicas, double last) => [.. Enumerable.Repeat(1.0, replicas - 1), last];
}
