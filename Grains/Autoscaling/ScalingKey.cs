using System.Globalization;

namespace OrleansInference.Autoscaling;

/// <summary>One entry that <see cref="ScalingText"/> knows.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Allowed">What its value may be, in words.</param>
/// <param name="Set">The spec with the value; null where that is not allowed.</param>
internal sealed record ScalingKey(string Name, string Allowed, Func<ScalingSpec, string, ScalingSpec?> Set)
{
    private const string None = "none";

    public static ScalingKey Integer(string name, int min, int max, Func<ScalingSpec, int, ScalingSpec> set) => new(
        name, $"an integer from {min} to {max}", (spec, text) => ReadInteger(text, min, max) is { } value ? set(spec, value) : null);

    /// <summary>One that may also be taken away.</summary>
    public static ScalingKey OptionalInteger(string name, int min, int max, Func<ScalingSpec, int?, ScalingSpec> set) => new(
        name, $"an integer from {min} to {max}, or {None}", (spec, text) => text == None ? set(spec, null) : ReadInteger(text, min, max) is { } value ? set(spec, value) : null);

    public static ScalingKey Number(string name, double min, double max, Func<ScalingSpec, double, ScalingSpec> set) => new(
        name, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"),
        (spec, text) => ReadNumber(text, min, max) is { } value ? set(spec, value) : null);

    /// <param name="max">In the unit.</param>
    public static ScalingKey Time(string name, TimeSpan unit, double min, double max, Func<ScalingSpec, TimeSpan, ScalingSpec> set) =>
        Number(name, min, max, (spec, value) => set(spec, unit * value));

    /// <summary>One that may also be taken away.</summary>
    public static ScalingKey OptionalTime(string name, TimeSpan unit, double min, double max, Func<ScalingSpec, TimeSpan?, ScalingSpec> set) => new(
        name, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}, or {None}"),
        (spec, text) => text == None ? set(spec, null) : ReadNumber(text, min, max) is { } value ? set(spec, unit * value) : null);

    private static int? ReadInteger(string text, int min, int max) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? value : null;

    private static double? ReadNumber(string text, double min, double max) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? value : null;
}
