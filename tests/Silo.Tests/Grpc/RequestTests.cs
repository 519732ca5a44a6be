using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>What is no gRPC request, or a broken one.</summary>
public sealed class RequestTests : IAsyncLifetime
{
    private const int Limit = 1000;
    private static readonly StringValue Hello = new() { Value = "hello" };

    private TinyHost _host = null!;

    public async Task InitializeAsync() => _host = await TinyHost.StartAsync(options => (options.MaxReceiveMessageBytes, options.MaxInflatedBytes) = (Limit, 2 * Limit));

    public async Task DisposeAsync()
    {
        await _host.AssertNextCallWorksAsync();
        Assert.Empty(_host.Log.Errors);
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("application/grpc", 200)]
    [InlineData("application/grpc+proto", 200)]
    [InlineData("application/grpc; charset=utf-8", 200)]
    [InlineData("application/grpc+json", 415)]
    [InlineData("application/grpc-web", 415)]
    [InlineData("application/json", 415)]
    public async Task Only_gRPC_is_taken(string contentType, int status)
    {
        foreach (var path in (string[])[TinyHost.Unary, "/nowhere"])
            Assert.Equal(status, (int)(await _host.Client.UnaryAsync(path, Hello, ("content-type", contentType))).Http.StatusCode);
    }

    [Fact]
    public async Task Another_method_than_POST_is_refused()
    {
        using var request = GrpcClient.Request(TinyHost.Unary, new ByteArrayContent([]));
        request.Method = HttpMethod.Put;

        var response = await _host.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (response.StatusCode, response.Content.Headers.Allow.Single()));
    }

    [Fact]
    public async Task A_request_without_te_is_taken()
    {
        using var none = GrpcClient.Request(TinyHost.Unary, new ByteArrayContent(GrpcClient.Frame(Hello.ToByteArray())));
        none.Headers.Remove("te");
        Assert.Equal(HttpStatusCode.OK, (await _host.Client.SendAsync(none)).StatusCode);
    }

    [Fact]
    public async Task Messages_are_read_however_they_are_split()
    {
        var bytes = GrpcClient.Frame(Hello.ToByteArray());
        await using var call = _host.Client.Open(TinyHost.Both);
        foreach (var one in bytes)
            call.SendBytes([one]);
        Assert.Equal(Hello, await call.ReadAsync<StringValue>());
        call.SendBytes([.. bytes, .. bytes, .. bytes[..3]]);
        Assert.Equal(Hello, await call.ReadAsync<StringValue>());
        Assert.Equal(Hello, await call.ReadAsync<StringValue>());
        call.SendBytes(bytes[3..]);
        Assert.Equal(Hello, await call.ReadAsync<StringValue>());
        call.Complete();
        Assert.Equal((GrpcStatusCode.Ok, ""), (await call.EndAsync()).Status);
    }

    [Fact]
    public async Task A_unary_message_is_read_however_it_is_split()
    {
        await using var call = _host.Client.Open(TinyHost.Unary);
        foreach (var one in GrpcClient.Frame(Hello.ToByteArray()))
            call.SendBytes([one]);
        call.Complete();

        Assert.Equal(Hello, (await call.EndAsync()).Single<StringValue>());
    }

    [Theory]
    [InlineData("", "expected one message, got none")]
    [InlineData("00", "the request ends within a message, 1 bytes after its beginning")]
    [InlineData("00000000050A", "the request ends within a message, 6 bytes after its beginning")]
    [InlineData("000000000000", "expected one message, got more after it")]
    [InlineData("00000000000000000000", "expected one message, got more after it")]
    [InlineData("0200000000", "a message's compressed flag: expected 0 or 1, got 2")]
    [InlineData("0100000000", "a message has the compressed flag, but grpc-encoding names no compression")]
    public async Task A_request_that_is_not_one_whole_message_is_INTERNAL(string hex, string message)
    {
        var answer = await _host.Client.SendAsync(TinyHost.Unary, Convert.FromHexString(hex));

        Assert.Equal((GrpcStatusCode.Internal, message), answer.Status);
        Assert.True(answer.IsTrailersOnly);
    }

    [Fact]
    public async Task A_stream_that_ends_within_a_message_is_INTERNAL()
    {
        await using var call = _host.Client.Open(TinyHost.Both);
        call.Send(Hello);
        Assert.Equal(Hello, await call.ReadAsync<StringValue>());
        call.SendBytes([0, 0, 0]);
        call.Complete();

        Assert.Equal((GrpcStatusCode.Internal, "the request ends within a message, 3 bytes after its beginning"), (await call.EndAsync()).Status);
    }

    [Theory]
    [InlineData("0A05")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFF")]
    public async Task A_message_that_is_no_protobuf_is_INTERNAL(string hex)
    {
        var answer = await _host.Client.SendAsync(TinyHost.Unary, GrpcClient.Frame(Convert.FromHexString(hex)));

        Assert.Equal(GrpcStatusCode.Internal, answer.Code);
        Assert.StartsWith("the message is not a valid google.protobuf.StringValue: ", answer.Message);
    }

    [Theory]
    [InlineData(TinyHost.Unary)]
    [InlineData(TinyHost.Both)]
    public async Task A_message_over_the_limit_is_refused_by_its_length_before_it_is_sent(string path)
    {
        await using var call = _host.Client.Open(path);
        call.SendBytes([0, 0x7F, 0xFF, 0xFF, 0xFF]); // 2 GB are to follow, and never do

        Assert.Equal((GrpcStatusCode.ResourceExhausted, "a message may have at most 1000 bytes, got 2147483647"), (await call.EndAsync()).Status);
    }

    [Theory]
    [InlineData(Limit, GrpcStatusCode.Ok)]
    [InlineData(Limit + 1, GrpcStatusCode.ResourceExhausted)]
    public async Task The_limit_itself_is_allowed(int bytes, GrpcStatusCode code)
    {
        var message = new StringValue { Value = new string('x', bytes - 3) };
        Assert.Equal(bytes, message.CalculateSize());

        Assert.Equal(code, (await _host.Client.UnaryAsync(TinyHost.Unary, message)).Code);
    }
}
