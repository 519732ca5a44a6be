using System.Globalization;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>One of the fields of cron: which numbers it allows.</summary>
/// <param name="Name">For people.</param>
/// <param name="Least">The lowest number.</param>
/// <param name="Most">The highest number.</param>
/// <param name="Names">Names of the numbers from <paramref name="Least"/> on, in lower case; empty where there are none.</param>
internal sealed record CronField(string Name, int Least, int Most, params string[] Names)
{
    public static readonly CronField Minute = new("minute", 0, 59);
    public static readonly CronField Hour = new("hour", 0, 23);
    public static readonly CronField DayOfMonth = new("day of month", 1, 31);
    public static readonly CronField Month =
        new("month", 1, 12, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    /// <summary>0 and 7 are both Sunday.</summary>
    public static readonly CronField DayOfWeek = new("day of week", 0, 7, "sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /// <summary>A bit for each number that the text names; null where it names none that there is.</summary>
    public ulong? Parse(string text)
    {
        var bits = 0ul;
        foreach (var part in text.Split(','))
        {
            if (ParsePart(part) is not { } some) return null;
            bits |= some;
        }
        return bits;
    }

    /// <summary>What was expected and what came.</summary>
    public string Explain(string text) =>
        $"the {Name} is '{text}'; allowed are *, {Least} to {Most}{(Names.Length > 0 ? $", {Names[0]} to {Names[^1]}" : "")}, ranges such as {Least}-{Most}, steps such as */2 or {Least}-{Most}/2, and lists of these with commas";

    // *, n, n-m, each of the two that are ranges with /step.
    private ulong? ParsePart(string part)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? part : part[..slash];
        var step = 1;
        if (slash >= 0 && !(TryNumber(part[(slash + 1)..], out step) && step >= 1 && step <= Most)) return null;

        var (first, last) = (Least, Most);
        if (range != "*")
        {
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            if (dash < 0 && slash >= 0) return null;
            if (!TryValue(dash < 0 ? range : range[..dash], out first)) return null;
            if (dash < 0) last = first;
            else if (!TryValue(range[(dash + 1)..], out last)) return null;
        }
        var bits = 0ul;
        for (var value = first; value <= last; value += step) bits |= 1ul << value;
        return bits == 0 ? null : bits;
    }

    private bool TryValue(string text, out int value)
    {
        var name = Array.FindIndex(Names, each => each.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (name < 0) return TryNumber(text, out value) && value >= Least && value <= Most;
        value = Least + name;
        return true;
    }

    private static bool TryNumber(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
