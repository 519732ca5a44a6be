using System.Globalization;

namespace OrleansInference.Client.Wire;

/// <summary>The body of a successful answer: JSON, then the raw bytes that it describes.</summary>
internal readonly record struct Answer(ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Raw)
{
    public const string HeaderLength = "Inference-Header-Content-Length";

    public static Answer Of(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        if (!response.Headers.TryGetValues(HeaderLength, out var values) && !response.Content.Headers.TryGetValues(HeaderLength, out values))
            return new Answer(body, default);
        var text = values.First();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= body.Length
            ? new Answer(body[..length], body[length..])
            : throw new InferenceException($"The answer's {HeaderLength} is '{text}', its body {body.Length} bytes.");
    }
}
