using System.Collections.Immutable;

namespace OrleansInference.Bench;

/// <summary>The workloads by name. One replica can do about one request a second.</summary>
internal static class ScalingWorkloads
{
    private const double Hour = 3600;

    public static ImmutableArray<string> Names { get; } = ["trace", "step", "diurnal", "steady"];

    /// <summary>The trace is the same for each seed.</summary>
    public static bool IsDrawn(string name) => name != "trace";

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="data">Where the trace is.</param>
    /// <param name="seed">Of what is drawn.</param>
    /// <param name="share">How much of its time: the trace is cut off, of the others each part is so much shorter.</param>
    public static ScalingWorkload Find(string name, string data, int seed, double share = 1) => name switch
    {
        "trace" => RequestTrace.Read(data, share * Hour),
        "step" => Step(seed, share),
        "diurnal" => Diurnal(seed, share),
        "steady" => DrawnWorkload.Draw(name, share * 4 * Hour, static _ => 6, noise: 0.1, seed),
        _ => throw new ArgumentException($"'{name}': expected one of {string.Join(", ", Names)}.", nameof(name)),
    };

    /// <summary>Twenty minutes of two requests a second, as many of twenty, as many of two.</summary>
    private static ScalingWorkload Step(int seed, double share)
    {
        var third = share * Hour / 3;
        return DrawnWorkload.Draw("step", 3 * third, at => at >= third && at < 2 * third ? 20 : 2, noise: 0, seed);
    }

    /// <summary>A day from midnight: two requests a second at four in the morning, ten twelve hours later.</summary>
    private static ScalingWorkload Diurnal(int seed, double share)
    {
        var day = share * 24 * Hour;
        return DrawnWorkload.Draw("diurnal", day, at => 6 - (4 * Math.Cos(2 * Math.PI * ((at / day) - (4.0 / 24)))), noise: 0.1, seed);
    }
}
