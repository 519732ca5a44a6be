using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace OrleansInference.SavedState;

/// <summary>
/// How a document is written: JSON with the number of its format. What is added to a format is ignored by those who don't know it; what would be misunderstood makes a new format, and
/// a step that leads there.
/// </summary>
/// <param name="type">The newest format.</param>
/// <param name="steps">The first makes a document of format 1 one of format 2, and so on.</param>
internal sealed class DocumentFormat<T>(JsonTypeInfo<T> type, params Action<JsonObject>[] steps) where T : class
{
    private const string FormatKey = "format";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The newest, which is written.</summary>
    public int Number { get; } = steps.Length + 1;

    public string Write(T document)
    {
        var body = JsonSerializer.SerializeToNode(document, type)!.AsObject();
        body.Insert(0, FormatKey, Number);
        return body.ToJsonString(Readable);
    }

    /// <exception cref="NewerFormatException">It is of a format that is not known.</exception>
    /// <exception cref="FormatException">It is no such document.</exception>
    public T Read(string text)
    {
        try
        {
            var body = JsonNode.Parse(text) as JsonObject ?? throw new FormatException("it is no JSON object");
            var number = body[FormatKey]?.GetValue<int>() ?? 0;
            if (number > Number) throw new NewerFormatException($"it has format {number}, of a newer version of this server; known are formats up to {Number}");
            if (number < 1) throw new FormatException($"its format is {body[FormatKey]?.ToJsonString() ?? "missing"}; expected is a number from 1 to {Number}");
            foreach (var step in steps.AsSpan(number - 1)) step(body);
            body.Remove(FormatKey);
            return body.Deserialize(type)!;
        }
        catch (Exception exception) when (exception is not (FormatException or NewerFormatException))
        {
            throw new FormatException(exception.Message, exception);
        }
    }
}
