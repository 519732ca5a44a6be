namespace OrleansInference.Inference;

/// <summary>A request or tensor parameter: a boolean, an integer, a number or a text.</summary>
[GenerateSerializer, Immutable, Alias("oi.ParameterValue")]
public readonly record struct ParameterValue
{
    private ParameterValue(bool? boolean, long? integer, double? number, string? text) =>
        (Boolean, Integer, Number, Text) = (boolean, integer, number, text);

    [Id(0)] public bool? Boolean { get; init; }
    [Id(1)] public long? Integer { get; init; }
    [Id(2)] public double? Number { get; init; }
    [Id(3)] public string? Text { get; init; }

    public static ParameterValue Of(bool value) => new(value, null, null, null);
    public static ParameterValue Of(long value) => new(null, value, null, null);
    public static ParameterValue Of(double value) => new(null, null, value, null);
    public static ParameterValue Of(string value) => new(null, null, null, value);

    public override string ToString() =>
        Boolean is { } boolean ? (boolean ? "true" : "false") : Integer?.ToString() ?? Number?.ToString("R") ?? Text ?? "";
}
