using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace OrleansInference.Cli.Commands;

/// <summary>Options whose value is a number with its unit: <c>500ms</c>, <c>30s</c>, <c>2m</c>.</summary>
internal static class DurationOption
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <param name="name">The option.</param>
    /// <param name="description">What it says.</param>
    /// <param name="least">The shortest that is allowed.</param>
    /// <param name="otherwise">Without the option; null for no value.</param>
    public static Option<TimeSpan?> Create(string name, string description, TimeSpan least, TimeSpan? otherwise = null)
    {
        var option = new Option<TimeSpan?>(name)
        {
            Description = otherwise is { } value ? $"{description} [default: {Text(value)}]" : description,
            HelpName = "time",
        };
        option.CustomParser = result => Parse(name, least, result);
        return option;
    }

    private static TimeSpan? Parse(string name, TimeSpan least, ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var (unit, seconds) = Units.FirstOrDefault(unit => text.EndsWith(unit.Unit, StringComparison.Ordinal));
        if (unit is not null && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * seconds >= least.TotalSeconds && number * seconds <= Longest.TotalSeconds)
            return TimeSpan.FromSeconds(number * seconds);
        result.AddError($"{name} '{text}': expected a time such as 500ms, 30s or 2m, from {Text(least)} to 24h.");
        return null;
    }

    private static string Text(TimeSpan value) => value.TotalSeconds is > 0 and < 1 ? $"{value.TotalMilliseconds:0.###}ms"
        : value.TotalSeconds >= 60 && value.TotalSeconds % 60 == 0 ? $"{value.TotalMinutes}m" : $"{value.TotalSeconds:0.###}s";
}
