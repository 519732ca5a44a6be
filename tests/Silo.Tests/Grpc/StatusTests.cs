using Google.Protobuf.WellKnownTypes;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>How calls fail.</summary>
public sealed class StatusTests
{
    private static readonly StringValue Hello = new() { Value = "hello" };

    [Theory]
    [InlineData("plain")]
    [InlineData("50 % of 'größe' \u2603 \U0001F600\n")]
    public async Task A_refusal_goes_out_in_the_headers_with_its_text(string text)
    {
        await using var host = await Answering((_, _) => ValueTask.FromResult<GrpcResult<StringValue>>(new GrpcStatus(GrpcStatusCode.NotFound, text)));

        var answer = await host.Client.UnaryAsync(TinyHost.Unary, Hello);

        Assert.Equal((GrpcStatusCode.NotFound, text), answer.Status);
        Assert.True(answer.IsTrailersOnly);
        Assert.Empty(answer.Body);
        Assert.True(answer.Header(GrpcHeaders.Message)!.All(c => c is >= ' ' and <= '~'));
    }

    [Fact]
    public async Task A_refusal_can_be_thrown()
    {
        await using var host = await Answering((_, _) => throw new GrpcException(GrpcStatusCode.OutOfRange, "too far"));

        Assert.Equal((GrpcStatusCode.OutOfRange, "too far"), (await host.Client.UnaryAsync(TinyHost.Unary, Hello)).Status);
        Assert.Empty(host.Log.Errors);
    }

    [Fact]
    public async Task An_unexpected_failure_is_logged_once_and_told_without_its_details()
    {
        await using var host = await Answering((_, _) => throw new InvalidOperationException("secret"));

        var answer = await host.Client.UnaryAsync(TinyHost.Unary, Hello);

        var (message, exception) = Assert.Single(host.Log.Errors);
        Assert.Equal("secret", exception?.Message);
        Assert.Equal(GrpcStatusCode.Unknown, answer.Code);
        Assert.StartsWith("internal error, id ", answer.Message);
        Assert.Equal($"Call {answer.Message["internal error, id ".Length..]} of {TinyHost.Unary} failed unexpectedly", message);
    }

    [Fact]
    public async Task A_stream_that_fails_after_a_message_says_so_in_its_trailers()
    {
        await using var host = await TinyHost.StartAsync(service => service.ServerStreaming<Int32Value, Int32Value>("Count", async (request, answers, call) =>
        {
            call.AddTrailer("seen", "1");
            await answers.WriteAsync(request);
            return new GrpcStatus(GrpcStatusCode.DataLoss, "gone");
        }));

        var answer = await host.Client.UnaryAsync(TinyHost.Down, new Int32Value { Value = 7 });

        Assert.False(answer.IsTrailersOnly);
        Assert.Single(answer.Frames);
        Assert.Equal((GrpcStatusCode.DataLoss, "gone"), answer.Status);
        Assert.Equal("1", answer.Trailer("seen"));
    }

    [Fact]
    public async Task A_message_of_another_length_than_it_said_resets_the_call()
    {
        await using var host = await TinyHost.StartAsync(service => service.Raw("Echo", call =>
        {
            call.Write("x", 10, static (_, _) => { });
            return ValueTask.FromResult(GrpcStatus.Ok);
        }));

        await Assert.ThrowsAsync<HttpRequestException>(() => host.Client.UnaryAsync(TinyHost.Unary, Hello));
        Assert.Single(host.Log.Errors);
    }

    [Fact]
    public async Task Metadata_goes_both_ways()
    {
        await using var host = await Answering((request, call) =>
        {
            call.AddHeader("greeting", call.RequestHeaders["name"].ToString());
            call.AddTrailer("checksum-bin", GrpcMetadata.Encode(GrpcMetadata.Decode(call.RequestHeaders["data-bin"].ToString())!));
            return ValueTask.FromResult<GrpcResult<StringValue>>(request);
        });

        var answer = await host.Client.UnaryAsync(TinyHost.Unary, Hello, ("name", "Ada"), ("data-bin", "AAEC/w=="));

        Assert.Equal(("Ada", "AAEC/w"), (answer.Header("greeting"), answer.Trailer("checksum-bin")));
    }

    [Theory]
    [InlineData("AAEC/w==", 4)]
    [InlineData("AAEC/w", 4)]
    [InlineData("", 0)]
    [InlineData("A", null)]
    [InlineData("not base64!", null)]
    public void Binary_metadata_is_read_with_and_without_padding(string text, int? bytes) => Assert.Equal(bytes, GrpcMetadata.Decode(text)?.Length);

    private static Task<TinyHost> Answering(Func<StringValue, GrpcCall, ValueTask<GrpcResult<StringValue>>> handler) =>
        TinyHost.StartAsync(service => service.Unary("Echo", handler));
}
