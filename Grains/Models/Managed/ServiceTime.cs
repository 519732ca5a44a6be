using System.Collections.Immutable;
using System.Globalization;

namespace OrleansInference.Models.Managed;

/// <summary>What a <see cref="TimedModel"/> takes.</summary>
/// <param name="Base">For any batch. Parameter <c>base_seconds</c>.</param>
/// <param name="PerItem">For each item along the first dimension. Parameter <c>item_seconds</c>.</param>
/// <param name="PerElement">For each element of the first input. Parameter <c>element_seconds</c>.</param>
public readonly record struct ServiceTime(TimeSpan Base, TimeSpan PerItem, TimeSpan PerElement)
{
    /// <exception cref="FormatException">A parameter is not a number of seconds, at least 0.</exception>
    public static ServiceTime Read(ImmutableDictionary<string, string> parameters) =>
        new(Seconds(parameters, "base_seconds"), Seconds(parameters, "item_seconds"), Seconds(parameters, "element_seconds"));

    public TimeSpan Of(ImmutableArray<InferenceTensor> inputs)
    {
        if (inputs.IsEmpty)
            return Base;
        var shape = inputs[0].Shape;
        var items = shape.IsEmpty ? 1 : shape[0];
        return Base + (PerItem * items) + (PerElement * shape.Aggregate(1L, (product, dimension) => product * dimension));
    }

    private static TimeSpan Seconds(ImmutableDictionary<string, string> parameters, string key)
    {
        if (!parameters.TryGetValue(key, out var text))
            return TimeSpan.Zero;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"The parameter {key} is '{text}'; allowed is a number of seconds from 0 to 1000000.");
    }
}
