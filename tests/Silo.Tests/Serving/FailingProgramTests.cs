using System.Net;
using System.Text.Json.Nodes;

namespace OrleansInference.Serving;

public sealed class FailingProgramTests
{
    [Fact]
    public async Task A_broken_model_is_listed_with_its_reason_and_the_others_are_served()
    {
        using var repository = new BrokenRepository();
        await using var server = await ServerProcess.Start(repository.Path);
        var index = JsonNode.Parse(await (await server.Http.PostAsync("v2/repository/index", null)).Content.ReadAsStringAsync())!.AsArray()
            .ToDictionary(model => (string)model!["name"]!, model => ((string?)model!["state"], (string?)model["reason"]));

        Assert.Equal("READY", index["works"].Item1);
        Assert.Equal("READY", index["raises"].Item1);
        Assert.Equal("UNAVAILABLE", index["corrupt"].Item1);
        Assert.Contains("model.pt", index["corrupt"].Item2);
        Assert.Equal("UNAVAILABLE", index["misconfigured"].Item1);
        Assert.Contains("max_batch_size", index["misconfigured"].Item2);

        var (status, text) = await Infer(server, "works", 1, 2);
        Assert.True(status == HttpStatusCode.OK, text);
        Assert.Equal([1f, 2f], Expected.Floats(JsonNode.Parse(text)!["outputs"]![0]!["data"]!));
        (status, text) = await Infer(server, "corrupt", 1);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("corrupt", text);
    }

    [Fact]
    public async Task A_program_that_raises_answers_with_its_own_message_and_works_afterwards()
    {
        using var repository = new BrokenRepository();
        await using var server = await ServerProcess.Start(repository.Path);
        var (status, text) = await Infer(server, "raises", -1, -2);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("the sum is negative: -3", text);
        Assert.DoesNotContain("frame #", text);

        (status, text) = await Infer(server, "raises", 0, 0);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.DoesNotContain("frame #", text);

        (status, text) = await Infer(server, "raises", 1, 2);
        Assert.True(status == HttpStatusCode.OK, text);
    }

    [Fact]
    public async Task A_signal_to_stop_lets_requests_finish_and_the_exit_code_is_zero()
    {
        using var repository = new BrokenRepository();
        await using var server = await ServerProcess.Start(repository.Path);
        var calls = Enumerable.Range(0, 200).Select(_ => Infer(server, "works", 1, 2)).ToArray();
        await Task.WhenAny(calls);

        Assert.Equal(0, await server.Stop());
        Assert.Contains("stopping", server.Output);
        foreach (var call in calls)
        {
            // A request that came too late finds the door closed; one that was let in is answered.
            var error = await Record.ExceptionAsync(() => call);
            Assert.True(error is null or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }, error?.ToString());
            if (error is null) Assert.Equal(HttpStatusCode.OK, (await call).Status);
        }
    }

    [Fact]
    public async Task A_second_signal_cuts_a_running_request_off_rather_than_answer_it_wrongly()
    {
        using var repository = new BrokenRepository();
        await using var server = await ServerProcess.Start(repository.Path);
        var call = Infer(server, "slow", 1e9f);
        await Infer(server, "works", 1);

        Assert.Equal(130, await server.Stop(atOnce: true));
        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }

    private static async Task<(HttpStatusCode Status, string Text)> Infer(ServerProcess server, string model, params float[] values)
    {
        var body = new JsonObject
        {
            ["inputs"] = new JsonArray(new JsonObject
            {
                ["name"] = "x",
                ["datatype"] = "FP32",
                ["shape"] = new JsonArray(values.Length),
                ["data"] = new JsonArray([.. values.Select(value => (JsonNode)value)]),
            }),
        };
        using var content = new StringContent(body.ToJsonString());
        using var answer = await server.Http.PostAsync($"v2/models/{model}/infer", content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
