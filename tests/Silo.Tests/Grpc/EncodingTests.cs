using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>grpc-encoding, both ways.</summary>
public sealed class EncodingTests : IAsyncLifetime
{
    private static readonly (string, string) Gzip = (GrpcHeaders.Encoding, GrpcHeaders.Gzip);
    private static readonly StringValue Long = new() { Value = new string('x', 1500) };

    private TinyHost _host = null!;

    public async Task InitializeAsync() =>
        _host = await TinyHost.StartAsync(options => (options.MaxReceiveMessageBytes, options.MaxInflatedBytes) = (10_000, 2000));

    public async Task DisposeAsync()
    {
        Assert.Empty(_host.Log.Errors);
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("identity, deflate ,gzip", true)]
    [InlineData("deflate", false)]
    [InlineData("", false)]
    public async Task A_compressed_request_is_inflated_and_answered_alike_where_the_client_accepts_that(string accepted, bool compressed)
    {
        var answer = await _host.Client.SendAsync(
            TinyHost.Unary, GrpcClient.Frame(GrpcClient.Gzip(Long.ToByteArray()), compressed: true), Gzip, (GrpcHeaders.AcceptEncoding, accepted));

        var frame = Assert.Single(answer.Frames);
        Assert.Equal((GrpcStatusCode.Ok, compressed), (answer.Code, frame.Compressed));
        Assert.Equal(compressed ? GrpcHeaders.Gzip : null, answer.Header(GrpcHeaders.Encoding));
        Assert.Equal(Long, StringValue.Parser.ParseFrom(compressed ? GrpcClient.Gunzip(frame.Bytes) : frame.Bytes));
    }

    [Fact]
    public async Task A_client_that_only_accepts_compression_is_answered_without()
    {
        var answer = await _host.Client.UnaryAsync(TinyHost.Unary, Long, (GrpcHeaders.AcceptEncoding, "identity,deflate,gzip"));

        Assert.Equal(Long, answer.Single<StringValue>());
        Assert.Null(answer.Header(GrpcHeaders.Encoding));
    }

    [Fact]
    public async Task Short_messages_stay_as_they_are_within_a_compressed_stream()
    {
        var small = new StringValue { Value = "small" };
        await using var call = _host.Client.Open(TinyHost.Both, Gzip, (GrpcHeaders.AcceptEncoding, "gzip"));
        call.SendBytes(GrpcClient.Frame(GrpcClient.Gzip(Long.ToByteArray()), compressed: true));
        call.Send(small);
        call.SendBytes(GrpcClient.Frame(GrpcClient.Gzip(small.ToByteArray()), compressed: true));
        call.Complete();

        var answer = await call.EndAsync();

        Assert.Equal(GrpcHeaders.Gzip, answer.Header(GrpcHeaders.Encoding));
        Assert.Equal([true, false, false], answer.Frames.Select(frame => frame.Compressed));
        Assert.Equal(Long, StringValue.Parser.ParseFrom(GrpcClient.Gunzip(answer.Frames[0].Bytes)));
        Assert.All(answer.Frames[1..], frame => Assert.Equal(small, StringValue.Parser.ParseFrom(frame.Bytes)));
    }

    [Fact]
    public async Task A_handler_can_choose()
    {
        await using var host = await TinyHost.StartAsync(service => service.Unary<StringValue, StringValue>("Echo", (request, call) =>
        {
            call.Compress = true;
            return ValueTask.FromResult<GrpcResult<StringValue>>(request);
        }));

        Assert.True((await host.Client.UnaryAsync(TinyHost.Unary, Long, (GrpcHeaders.AcceptEncoding, "gzip"))).Frames.Single().Compressed);
    }

    [Fact]
    public async Task An_encoding_that_is_not_known_is_UNIMPLEMENTED_and_the_answer_says_which_are()
    {
        var answer = await _host.Client.SendAsync(TinyHost.Unary, GrpcClient.Frame([1, 2], compressed: true), (GrpcHeaders.Encoding, "snappy"));

        Assert.Equal((GrpcStatusCode.Unimplemented, "grpc-encoding: expected one of identity,gzip, got 'snappy'"), answer.Status);
        Assert.Equal("identity,gzip", answer.Header(GrpcHeaders.AcceptEncoding));
    }

    [Fact]
    public async Task A_message_that_inflates_to_more_than_the_limit_is_refused()
    {
        var bomb = GrpcClient.Frame(GrpcClient.Gzip(new byte[900_000]), compressed: true);

        Assert.Equal(
            (GrpcStatusCode.ResourceExhausted, "a message may inflate to at most 2000 bytes, got more"),
            (await _host.Client.SendAsync(TinyHost.Unary, bomb, Gzip)).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(-1)]
    [InlineData(-8)]
    public async Task Broken_gzip_is_INTERNAL(int keep)
    {
        var gzip = GrpcClient.Gzip(Long.ToByteArray());
        var broken = keep switch { 0 => [1, 2, 3], > 0 => gzip[..keep], _ => gzip[..^-keep] };

        var answer = await _host.Client.SendAsync(TinyHost.Unary, GrpcClient.Frame(broken, compressed: true), Gzip);

        Assert.Equal(GrpcStatusCode.Internal, answer.Code);
        Assert.StartsWith("a compressed message is not gzip: ", answer.Message);
    }

    [Fact]
    public async Task A_compressed_message_without_a_byte_is_INTERNAL()
    {
        var answer = await _host.Client.SendAsync(TinyHost.Unary, GrpcClient.Frame([], compressed: true), Gzip);

        Assert.Equal((GrpcStatusCode.Internal, "a compressed message is not gzip: it has 0 bytes, the least are 18"), answer.Status);
    }
}
