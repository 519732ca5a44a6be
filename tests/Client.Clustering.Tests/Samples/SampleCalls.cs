using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace OrleansInference.Client.Clustering.Tests.Samples;

/// <summary>What a caller of the sample service sees, whichever transport it has.</summary>
internal static class SampleCalls
{
    private const string Program = "using System; namespace X { public sealed class Y { public static void Main() => Console.WriteLine(\"hello\"); } }";

    public static async Task AreAnswered(HttpClient sample)
    {
        await Eventually.Holds(async () => (await sample.GetAsync("/healthz/ready")).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.OK, (await sample.GetAsync("/healthz/live")).StatusCode);

        var languages = await (await sample.PostAsync("/classify/language", new StringContent(Program, Encoding.UTF8))).Content.ReadFromJsonAsync<JsonArray>();
        Assert.Equal(3, languages!.Count);
        Assert.Equal("C#", (string?)languages[0]!["name"]);
        var digits = await (await sample.PostAsync("/classify/digit", new ByteArrayContent(new byte[64]))).Content.ReadFromJsonAsync<JsonArray>();
        Assert.Equal(3, digits!.Count);

        var refused = await sample.PostAsync("/classify/digit", new ByteArrayContent(new byte[63]));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
    }
}
