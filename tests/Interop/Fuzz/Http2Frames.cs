using System.Buffers.Binary;
using System.Text;

namespace OrleansInference.Interop.Fuzz;

/// <summary>The bytes of an HTTP/2 connection: frames in an order and with contents that the protocol may or may not allow.</summary>
internal static class Http2Frames
{
    private const int Data = 0, Headers = 1, Priority = 2, Reset = 3, Settings = 4, Push = 5, Ping = 6, GoAway = 7, Window = 8, Continuation = 9;
    private const byte EndStream = 1, EndHeaders = 4;

    public static byte[] Connection(Random random)
    {
        var bytes = new List<byte>(Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        bytes.AddRange(Frame(Settings, 0, 0, []));
        var stream = 1;
        for (var frames = random.Next(1, 12); frames > 0; frames--)
        {
            if (random.Next(3) > 0)
            {
                bytes.AddRange(Call(random, stream));
                stream += 2;
            }
            else
            {
                bytes.AddRange(Odd(random, stream));
            }
        }
        return random.Next(3) == 0 ? Mutation.Of(random, [.. bytes]) : [.. bytes];
    }

    /// <summary>Headers and a body, perhaps in several frames, perhaps without an end.</summary>
    private static IEnumerable<byte> Call(Random random, int stream)
    {
        var head = HeaderBlock(
            (":method", random.Next(20) == 0 ? "GET" : "POST"), (":scheme", "http"), (":path", GrpcMessages.Path(random)), (":authority", "a"),
            ("content-type", random.Next(10) == 0 ? "application/json" : "application/grpc"), ("te", "trailers"),
            random.Next(4) switch { 0 => ("grpc-timeout", "1u"), 1 => ("grpc-timeout", "x"), 2 => ("grpc-encoding", "gzip"), _ => ("a-bin", "AA==") });
        var isSplit = random.Next(6) == 0;
        var frames = isSplit
            ? Frame(Headers, 0, stream, head.AsSpan(0, head.Length / 2)).Concat(Frame(Continuation, EndHeaders, stream, head.AsSpan(head.Length / 2)))
            : Frame(Headers, EndHeaders, stream, head);
        var body = GrpcMessages.Body(random);
        var at = random.Next(body.Length + 1);
        frames = frames.Concat(Frame(Data, 0, stream, body.AsSpan(0, at)));
        if (random.Next(8) == 0) return frames.Concat(Frame(Reset, 0, stream, [0, 0, 0, 8]));
        return random.Next(8) == 0 ? frames : frames.Concat(Frame(Data, EndStream, stream, body.AsSpan(at)));
    }

    private static byte[] Odd(Random random, int stream)
    {
        var payload = Mutation.Bytes(random, 40);
        return random.Next(10) switch
        {
            0 => Frame(Data, EndStream, stream + (2 * random.Next(3)), payload),
            1 => Frame(Headers, (byte)random.Next(256), random.Next(2 * stream), payload),
            2 => Frame(Continuation, EndHeaders, stream, payload),
            3 => Frame(Window, 0, random.Next(stream + 1), [0, 0, 0, (byte)random.Next(2)]),
            4 => Frame(Settings, (byte)random.Next(2), 0, payload),
            5 => Frame(Ping, 0, 0, new byte[random.Next(2) == 0 ? 8 : 7]),
            6 => Frame(Priority, 0, stream, [0, 0, 0, (byte)stream, 1]),
            7 => Frame(Push, EndHeaders, stream, payload),
            8 => Frame(GoAway, 0, 0, new byte[8]),
            _ => Frame(random.Next(256), (byte)random.Next(256), random.Next(), payload),
        };
    }

    private static byte[] Frame(int type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8 | (byte)type);
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    /// <summary>Literal fields without indexing or Huffman coding (RFC 7541, 6.2.2).</summary>
    private static byte[] HeaderBlock(params (string Name, string Value)[] fields)
    {
        var block = new List<byte>();
        foreach (var (name, value) in fields)
            block.AddRange([0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)]);
        return [.. block];
    }
}
