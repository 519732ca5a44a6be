using System.Buffers.Binary;
using System.Net.Http.Headers;
using Google.Protobuf;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>A whole answer, as it came over the wire.</summary>
internal sealed record GrpcAnswer(HttpResponseMessage Http, byte[] Body)
{
    /// <summary>Whether the status came in the headers, with nothing after them.</summary>
    public bool IsTrailersOnly => Http.Headers.Contains(GrpcHeaders.Status);

    public GrpcStatusCode Code => (GrpcStatusCode)int.Parse(Trailer(GrpcHeaders.Status) ?? throw new InvalidOperationException("The answer has no status."));

    public string Message => GrpcMessageText.Decode(Trailer(GrpcHeaders.Message) ?? "");

    public (GrpcStatusCode Code, string Message) Status => (Code, Message);

    public List<(bool Compressed, byte[] Bytes)> Frames
    {
        get
        {
            var frames = new List<(bool, byte[])>();
            for (var rest = Body.AsSpan(); !rest.IsEmpty;)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(rest[1..]);
                frames.Add((rest[0] == 1, rest.Slice(5, length).ToArray()));
                rest = rest[(5 + length)..];
            }
            return frames;
        }
    }

    public string? Trailer(string name) => First(IsTrailersOnly ? Http.Headers : Http.TrailingHeaders, name);

    public string? Header(string name) => First(Http.Headers, name);

    public TMessage Single<TMessage>()
        where TMessage : IMessage<TMessage>, new()
    {
        Assert.Equal((GrpcStatusCode.Ok, ""), Status);
        var message = new TMessage();
        message.MergeFrom(Assert.Single(Frames).Bytes);
        return message;
    }

    private static string? First(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.First() : null;
}
