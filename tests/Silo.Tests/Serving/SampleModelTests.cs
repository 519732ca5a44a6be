using System.Text.Json.Nodes;

namespace OrleansInference.Serving;

public sealed class SampleModelTests(SampleServer server) : IClassFixture<SampleServer>
{
    [Theory]
    [InlineData("digits"), InlineData("language")]
    public async Task Answers_as_Pythons_torch_does(string model)
    {
        foreach (var sample in Expected.Of(model)["cases"]!.AsArray())
            Expected.AssertClose(
                Expected.Floats(sample!["outputs"]![0]!["data"]!),
                await Expected.Probabilities(server.Http, model, sample["inputs"]!));
    }

    [Fact]
    public async Task Digits_is_as_accurate_on_held_out_images_as_its_training_said()
    {
        var expected = Expected.Of("digits");
        var images = expected["held_out"]!.AsArray();
        var right = 0;
        foreach (var batch in images.Chunk(64))
        {
            var pixels = batch.SelectMany(image => image!["pixels"]!.AsArray().Select(pixel => (JsonNode)((float)pixel! / 16))).ToArray();
            var inputs = new JsonArray(new JsonObject
            {
                ["name"] = "image",
                ["datatype"] = "FP32",
                ["shape"] = new JsonArray(batch.Length, 1, 8, 8),
                ["data"] = new JsonArray(pixels),
            });
            var rows = (await Expected.Probabilities(server.Http, "digits", inputs)).Chunk(10).ToArray();
            right += batch.Where((image, i) => (int)image!["label"]! == rows[i].IndexOf(rows[i].Max())).Count();
        }

        Assert.True(images.Count >= 300);
        Assert.Equal((double)expected["held_out_accuracy"]!, (double)right / images.Count, 6);
    }

    [Fact]
    public async Task Language_names_the_language_of_each_sample()
    {
        var labels = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "models", "repository", "language", "labels.txt"));
        foreach (var sample in Expected.Of("language")["cases"]!.AsArray())
        {
            var rows = (await Expected.Probabilities(server.Http, "language", sample!["inputs"]!)).Chunk(labels.Length).ToArray();
            var languages = sample["languages"]!.AsArray().Select(language => (string?)language).ToArray();
            for (var i = 0; i < rows.Length; i++)
                if (languages[i] is { } language) Assert.Equal(language, labels[rows[i].IndexOf(rows[i].Max())]);
        }
    }

    [Fact]
    public async Task Concurrent_requests_of_every_length_get_each_their_own_answer()
    {
        var cases = Expected.Of("language")["cases"]!.AsArray();
        var calls = Enumerable.Range(0, 4).SelectMany(_ => cases).Select(async sample => Expected.AssertClose(
            Expected.Floats(sample!["outputs"]![0]!["data"]!),
            await Expected.Probabilities(server.Http, "language", sample["inputs"]!)));
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Requests_of_different_length_share_batches_and_get_the_answers_that_they_get_alone()
    {
        const int MostRounds = 20;
        var texts = Expected.Of("language")["cases"]!.AsArray().Select(sample => sample!["inputs"]!)
            .Where(inputs => (int)inputs[0]!["shape"]![0]! == 1).DistinctBy(inputs => (int)inputs[0]!["shape"]![1]!).ToArray();
        var alone = new List<float[]>();
        foreach (var text in texts) alone.Add(await Expected.Probabilities(server.Http, "language", text));
        Assert.True(alone.Count > 10);

        // No two have the same shape, so fewer passes than requests are batches with padding. How many meet is chance: one round need not have any.
        for (var round = 0; ; round++)
        {
            Assert.True(round < MostRounds, "no two requests of different length have shared a batch");
            var (items, passes) = await Passes();
            var together = await Task.WhenAll(texts.Select(text => Expected.Probabilities(server.Http, "language", text)));
            for (var i = 0; i < texts.Length; i++) Expected.AssertClose(alone[i], together[i]);
            var (itemsAfter, passesAfter) = await Passes();
            if (passesAfter - passes < itemsAfter - items) return;
        }
    }

    private async Task<(long Items, long Passes)> Passes()
    {
        var statistics = JsonNode.Parse(await server.Http.GetStringAsync("v2/models/language/stats"))!["model_stats"]![0]!;
        return ((long)statistics["inference_count"]!, (long)statistics["execution_count"]!);
    }
}
