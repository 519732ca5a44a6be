namespace OrleansInference.Bench;

/// <summary>A rate from the times at which things happened.</summary>
internal static class Rate
{
    /// <summary>
    /// The slope of the line of least squares through their count over time. Answers come in bursts, a batch at a time; counting them
    /// between two moments errs by up to a batch, and this by a small part of one.
    /// </summary>
    /// <param name="seconds">In order.</param>
    public static double Slope(IReadOnlyList<double> seconds)
    {
        var (meanTime, meanCount) = (seconds.Sum() / seconds.Count, (seconds.Count - 1) / 2.0);
        double products = 0, squares = 0;
        for (var i = 0; i < seconds.Count; i++)
        {
            products += (seconds[i] - meanTime) * (i - meanCount);
            squares += (seconds[i] - meanTime) * (seconds[i] - meanTime);
        }

        return squares > 0 ? products / squares : 0;
    }

    /// <summary>
    /// What a rate would be on as many processors with the client elsewhere, if it grows with the processor time that is left for the server.
    /// </summary>
    /// <param name="rate">Measured with both on this machine.</param>
    /// <param name="client">The client's processor time.</param>
    /// <param name="seconds">In so many seconds.</param>
    /// <param name="processors">On so many processors.</param>
    public static double WithoutClient(double rate, TimeSpan client, double seconds, int processors) =>
        rate / (1 - Math.Min(client.TotalSeconds / (seconds * processors), 0.99));
}
