namespace OrleansInference.Bench;

/// <summary>One measurement over the rounds.</summary>
internal sealed record Spread(double Median, double Lowest, double Highest)
{
    public static Spread Of(IReadOnlyCollection<double> values) => new(MedianOf(values), values.Min(), values.Max());

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static double MedianOf(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <param name="format">Of each number, such as <c>F1</c>.</param>
    public string Text(string format = "F0") => $"{Median.ToString(format)} [{Lowest.ToString(format)}..{Highest.ToString(format)}]";
}
