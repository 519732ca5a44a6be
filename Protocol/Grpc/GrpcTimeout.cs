namespace OrleansInference.Protocol.Grpc;

/// <summary>
/// The <c>grpc-timeout</c> header: at most eight digits and a unit, <c>n u m S M H</c> from nanoseconds to hours
/// (grpc/grpc <c>doc/PROTOCOL-HTTP2.md</c>, "Timeout").
/// </summary>
public static class GrpcTimeout
{
    /// <summary>The longest text.</summary>
    public const int MaxChars = 9;

    private const long LargestCount = 99_999_999;
    private const string Units = "numSMH";
    private const long NanosecondsPerTick = 100;

    private static ReadOnlySpan<long> UnitTicks =>
    [
        0, TimeSpan.TicksPerMicrosecond, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerSecond, TimeSpan.TicksPerMinute, TimeSpan.TicksPerHour,
    ];

    /// <summary>Reads a time-out; nanoseconds are rounded up to 100. False where the text is not of the header's form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > MaxChars)
            return false;
        var unit = Units.IndexOf(text[^1], StringComparison.Ordinal);
        long count = 0;
        foreach (var digit in text[..^1])
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            count = (count * 10) + digit - '0';
        }
        if (unit < 0)
            return false;
        // At most 99,999,999 hours, which is 0.39 of the longest TimeSpan.
        timeout = new TimeSpan(unit == 0 ? (count + NanosecondsPerTick - 1) / NanosecondsPerTick : count * UnitTicks[unit]);
        return true;
    }

    /// <summary>
    /// Writes a time-out in the finest unit that eight digits have room for, rounded up. No time at all is the shortest that the
    /// header can say, because the document asks for a positive number; more than 99,999,999 hours are that many.
    /// </summary>
    /// <param name="timeout">The time that is left.</param>
    /// <param name="text">Room for <see cref="MaxChars"/>.</param>
    /// <returns>The characters written.</returns>
    public static int Format(TimeSpan timeout, Span<char> text)
    {
        var (count, unit) = Fit(timeout.Ticks);
        count.TryFormat(text, out var digits);
        text[digits] = Units[unit];
        return digits + 1;
    }

    /// <summary>As <see cref="Format(TimeSpan, Span{char})"/>, into a string.</summary>
    public static string Format(TimeSpan timeout)
    {
        Span<char> text = stackalloc char[MaxChars];
        return text[..Format(timeout, text)].ToString();
    }

    private static (long Count, int Unit) Fit(long ticks)
    {
        if (ticks <= 0)
            return (1, 0);
        if (ticks <= LargestCount / NanosecondsPerTick)
            return (ticks * NanosecondsPerTick, 0);
        for (var unit = 1; unit < Units.Length; unit++)
        {
            var (count, rest) = Math.DivRem(ticks, UnitTicks[unit]);
            if (count < LargestCount || (count == LargestCount && rest == 0))
                return (rest == 0 ? count : count + 1, unit);
        }
        return (LargestCount, Units.Length - 1);
    }
}
