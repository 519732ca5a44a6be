using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrleansInference.Cli.Output;

/// <summary>JSON on one line, with letters of any script as they are.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Unescaped))
            write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
