namespace OrleansInference.Autoscaling.Policy;

/// <summary>As yesterday at that time, and as much more or less as it is now.</summary>
internal static class DailySeason
{
    /// <summary>Guesses before this minute are not a number.</summary>
    public const int First = Day + Recent;

    private const int Day = 24 * 60;

    // Minutes over which today is compared with yesterday, and on each side of the minute that is looked up; to average out noise.
    private const int Recent = 20;
    private const int Around = 4;

    /// <summary>For each minute, what is to be expected so many steps later from what is known then.</summary>
    public static void Guess(ReadOnlySpan<double> minutes, int steps, Span<double> guesses)
    {
        guesses[..Math.Min(First, guesses.Length)].Fill(double.NaN);
        for (var i = First; i < minutes.Length; i++)
        {
            var yesterday = minutes[(i + steps - Day - Around)..(i + steps - Day + Around + 1)];
            var now = i + 1;
            guesses[i] = Math.Max(0, Mean(yesterday) + Mean(minutes[(now - Recent)..now]) - Mean(minutes[(now - Recent - Day)..(now - Day)]));
        }
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }
}
