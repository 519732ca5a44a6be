namespace OrleansInference.Inference;

/// <summary>A request or tensor parameter: a boolean, an integer, a number or a text.</summary>
[GenerateSerializer, Immutable, Alias("oi.ParameterValue")]
public readonly record struct ParameterValue
{
    private ParameterValue(bool? boolean = null, long? integer = null, double? number = null, string? text = null, ulong? unsigned = null) =>
        (Boolean, Integer, Number, Text, Unsigned) = (boolean, integer, number, text, unsigned);

    [Id(0)] public bool? Boolean { get; init; }
    [Id(1)] public long? Integer { get; init; }
    [Id(2)] public double? Number { get; init; }
    [Id(3)] public string? Text { get; init; }

    /// <summary>An integer above <see cref="long.MaxValue"/>; smaller ones are <see cref="Integer"/>, whatever they came as.</summary>
    [Id(4)] public ulong? Unsigned { get; init; }

    public static ParameterValue Of(bool value) => new(boolean: value);
    public static ParameterValue Of(long value) => new(integer: value);
    public static ParameterValue Of(ulong value) => value <= long.MaxValue ? new(integer: (long)value) : new(unsigned: value);
    public static ParameterValue Of(double value) => new(number: value);
    public static ParameterValue Of(string value) => new(text: value);

    public override string ToString() =>
        Boolean is { } boolean ? (boolean ? "true" : "false") : Integer?.ToString() ?? Unsigned?.ToString() ?? Number?.ToString("R") ?? Text ?? "";
}
