namespace OrleansInference.Autoscaling.Policy;

/// <summary>Offered work, minute by minute.</summary>
internal static class Histories
{
    public const int Day = 24 * 60;

    public static double[] Of(int minutes, Func<int, double> offered, double noise = 0, int seed = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, minutes).Select(minute => Math.Max(0, offered(minute) + (noise * Distributions.Normal(random))))];
    }

    /// <summary>From 10 at the beginning of a day to 110 in its middle.</summary>
    public static double Daily(int minute) => 60 - (50 * Math.Cos(2 * Math.PI * minute / Day));

    /// <summary>20 in the day, 5 in the night.</summary>
    public static double OfficeHours(int minute) => minute % Day is >= 540 and < 1020 ? 20 : 5;

    public static double[] RandomWalk(int minutes, int seed)
    {
        var (random, value) = (new Random(seed), 50.0);
        return [.. Enumerable.Range(0, minutes).Select(_ => value = Math.Max(0, value + (0.5 * Distributions.Normal(random))))];
    }
}
