namespace OrleansInference.Embedded;

/// <summary>The outcome of a request: a value or an exception.</summary>
internal readonly record struct Response(object? Value, Exception? Error)
{
    public static Response Of(object? value) => new(value, null);

    public static Response Of(Exception error) => new(null, error);
}
