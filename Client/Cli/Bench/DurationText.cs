namespace OrleansInference.Cli.Bench;

/// <summary>Durations for people: three digits and a unit.</summary>
internal static class DurationText
{
    public static string Of(double nanoseconds) => nanoseconds switch
    {
        < 999.5e3 => $"{Digits(nanoseconds / 1e3)} µs",
        < 999.5e6 => $"{Digits(nanoseconds / 1e6)} ms",
        _ => $"{Digits(nanoseconds / 1e9)} s",
    };

    private static string Digits(double value) => value.ToString(value switch { < 9.995 => "F2", < 99.95 => "F1", _ => "F0" });
}
