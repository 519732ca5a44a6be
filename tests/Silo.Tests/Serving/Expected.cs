using System.Text.Json.Nodes;

namespace OrleansInference.Serving;

/// <summary>Requests with the answers of Python's torch, from <c>models/expected</c>.</summary>
internal static class Expected
{
    public static JsonNode Of(string model) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "models", "expected", $"{model}.json")))!;

    /// <summary>Asks the server and returns the values of output <c>probabilities</c>, row after row.</summary>
    public static async Task<float[]> Probabilities(HttpClient http, string model, JsonNode inputs)
    {
        var body = new JsonObject { ["inputs"] = inputs.DeepClone() };
        using var content = new StringContent(body.ToJsonString());
        using var answer = await http.PostAsync($"v2/models/{model}/infer", content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return Floats(Assert.Single(JsonNode.Parse(text)!["outputs"]!.AsArray(), output => (string?)output!["name"] == "probabilities")!["data"]!);
    }

    public static float[] Floats(JsonNode data) => [.. data.AsArray().Select(value => (float)value!)];

    /// <summary>A batched output differs from a single one by up to 3e-6, so the bound is 1e-5.</summary>
    public static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.InRange(actual[i], expected[i] - 1e-5f, expected[i] + 1e-5f);
    }
}
