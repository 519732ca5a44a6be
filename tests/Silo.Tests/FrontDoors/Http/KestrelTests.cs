using System.Net;
using System.Net.Sockets;
using System.Text;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Http;

/// <summary>What only a real socket shows.</summary>
public sealed class KestrelTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_client_that_disconnects_cancels_its_request()
    {
        await using var door = await DoorHost.StartAsync(onSocket: true);
        var (started, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        door.Dispatcher.OnInfer = async (_, cancellationToken) =>
        {
            started.SetResult();
            await using var registration = cancellationToken.Register(cancelled.SetResult);
            await cancelled.Task;
            return InferenceOutcome.Of(FaultKind.Cancelled, "the caller went away");
        };
        using var giveUp = new CancellationTokenSource();
        var request = door.Client.PostAsync("/v2/models/open/infer", new StringContent(Small), giveUp.Token);
        await started.Task.WaitAsync(Bound);

        await giveUp.CancelAsync();

        await cancelled.Task.WaitAsync(Bound);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await door.AssertNextRequestWorksAsync();
        Assert.Empty(door.Log.Errors);
    }

    [Fact]
    public async Task A_client_that_leaves_while_it_is_answered_costs_nothing_but_its_answer()
    {
        await using var door = await DoorHost.StartAsync(onSocket: true);
        var memory = new CountedMemory(new byte[32 << 20]);
        door.Dispatcher.Answer(new InferenceTensor { Name = "y", DataType = TensorDataType.UInt8, Shape = [32 << 20], Data = memory.Memory });
        using var response = await door.Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/v2/models/open/infer") { Content = new StringContent(Small[..^1] + ""","parameters":{"binary_data_output":true}}""") },
            HttpCompletionOption.ResponseHeadersRead);
        response.Dispose();

        Assert.True(SpinWait.SpinUntil(() => memory.Releases == 1, Bound));
        await door.AssertNextRequestWorksAsync();
        Assert.Empty(door.Log.Errors);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_by_its_length_before_it_is_sent()
    {
        await using var door = await DoorHost.StartAsync(onSocket: true, ("MaxRequestBodyBytes", "1024"));

        var answer = await SendAsync(door, "POST /v2/models/open/infer HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n{");

        Assert.StartsWith("HTTP/1.1 413 ", answer);
        Assert.Contains("Connection: close", answer);
        Assert.EndsWith("""{"error":"the request body may have at most 1024 bytes (Http:MaxRequestBodyBytes), got 99999999 bytes"}""", answer);
        await door.AssertNextRequestWorksAsync();
    }

    [Fact]
    public async Task A_chunked_body_over_the_limit_is_refused()
    {
        await using var door = await DoorHost.StartAsync(onSocket: true, ("MaxRequestBodyBytes", "1024"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/open/infer") { Content = new StringContent(new string(' ', 5000)) };
        request.Headers.TransferEncodingChunked = true;

        await MetadataTests.AssertErrorAsync(
            await door.Client.SendAsync(request), 413, "the request body may have at most 1024 bytes (Http:MaxRequestBodyBytes), got more");
        await door.AssertNextRequestWorksAsync();
    }

    [Fact]
    public async Task A_trailer_with_a_NUL_is_a_bad_request()
    {
        await using var door = await DoorHost.StartAsync(onSocket: true);

        var answer = await SendAsync(door, "POST /v2/models/open/infer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\na: \0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer);
        Assert.EndsWith("""{"error":"the fields after the last chunk are malformed"}""", answer);
    }

    [Fact]
    public async Task A_broken_chunk_is_a_bad_request()
    {
        await using var door = await DoorHost.StartAsync(onSocket: true);

        var answer = await SendAsync(door, "POST /v2/models/open/infer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer);
        Assert.EndsWith("""{"error":"Bad chunk size data."}""", answer);
        Assert.Empty(door.Log.Errors);
    }

    [Fact]
    public async Task Requests_follow_each_other_on_one_connection_and_small_answers_tell_their_length()
    {
        await using var door = await DoorHost.StartAsync(onSocket: true);
        for (var i = 0; i < 3; i++)
        {
            var response = await door.InferAsync("open", Small);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal((await response.Content.ReadAsByteArrayAsync()).Length, response.Content.Headers.ContentLength);
        }
    }

    private const string Small = """{"inputs":[{"name":"x","shape":[2],"datatype":"INT32","data":[1,2]}]}""";

    /// <summary>Raw bytes out; everything until the server closes in.</summary>
    private static async Task<string> SendAsync(DoorHost door, string text)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(door.Client.BaseAddress!.Host, door.Client.BaseAddress.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        using var bound = new CancellationTokenSource(Bound);
        using var reader = new StreamReader(socket.GetStream());
        return await reader.ReadToEndAsync(bound.Token);
    }
}
