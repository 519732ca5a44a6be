using System.Buffers;
using Google.Protobuf;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.Tests.Protocol.Inference;

/// <summary>Our reader against Google's, on messages that are whole and on messages that are broken.</summary>
public sealed class InferReaderTests
{
    // Where this version of Google's C# parser takes what the encoding does not have, ours refuses, as later versions and other
    // languages do: it replaces what is not UTF-8, passes over the wire types 6 and 7 in entries of a map, and takes packed
    // numbers of a negative length for none.
    private static readonly string[] Stricter = ["a text that is not UTF-8", "which does not exist", "a length of "];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whole_requests_are_read_as_Google_reads_them(int seed)
    {
        var random = new Random(seed);
        var messages = new RandomMessages(random);
        for (var i = 0; i < 500; i++)
        {
            var request = messages.Request();
            var bytes = Pad(request.ToByteArray(), random);
            Assert.Null(InferReader.ReadRequest(Cut(bytes, random), Allocator(random), out var read));
            Assert.Equal(Canonical.Of(ModelInferRequest.Parser.ParseFrom(bytes)), Canonical.Of(read!));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Whole_responses_are_read_as_Google_reads_them(int seed)
    {
        var random = new Random(seed);
        var messages = new RandomMessages(random);
        for (var i = 0; i < 500; i++)
        {
            var bytes = messages.Response().ToByteArray();
            Assert.Null(InferReader.ReadResponse(Cut(bytes, random), Allocator(random), out var read));
            Assert.Equal(Canonical.Of(ModelInferResponse.Parser.ParseFrom(bytes)), Canonical.Of(read!));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Broken_requests_are_refused_or_read_as_Google_does(int seed)
    {
        var random = new Random(seed);
        var messages = new RandomMessages(random);
        var (refused, taken) = (0, 0);
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = Corrupt(messages.Request().ToByteArray(), random);
            var expected = TryParse(bytes, ModelInferRequest.Parser);
            var error = InferReader.ReadRequest(Cut(bytes, random), Allocator(random), out var read);
            if (expected is not null && error is not null && Stricter.Any(error.Contains))
                continue;
            Assert.True((expected is null) == (error is not null), $"case {i}: {error ?? "taken"}\n{Convert.ToHexString(bytes)}");
            if (expected is not null)
                Assert.Equal(Canonical.Of(expected), Canonical.Of(read!));
            _ = expected is null ? refused++ : taken++;
        }
        Assert.True(refused > 300 && taken > 300, $"{refused} refused, {taken} taken");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Broken_stream_responses_are_refused_or_read_as_Google_does(int seed)
    {
        var random = new Random(seed);
        var messages = new RandomMessages(random);
        for (var i = 0; i < 1_500; i++)
        {
            var message = new ModelStreamInferResponse
            {
                ErrorMessage = random.Next(2) == 0 ? "" : "no", InferResponse = random.Next(4) == 0 ? null : messages.Response(),
            };
            // Two messages one after the other are one, merged.
            byte[] bytes = [.. message.ToByteArray(), .. new ModelStreamInferResponse { InferResponse = messages.Response() }.ToByteArray()];
            bytes = random.Next(3) == 0 ? bytes : Corrupt(bytes, random);
            var expected = TryParse(bytes, ModelStreamInferResponse.Parser);
            var error = InferReader.ReadStreamResponse(Cut(bytes, random), Allocator(random), out var errorMessage, out var response);
            if (expected is not null && error is not null && Stricter.Any(error.Contains))
                continue;
            Assert.True((expected is null) == (error is not null), $"case {i}: {error ?? "taken"}\n{Convert.ToHexString(bytes)}");
            if (expected is null)
                continue;
            Assert.Equal(expected.ErrorMessage, errorMessage);
            Assert.Equal(expected.InferResponse is null, response is null);
            if (response is not null)
                Assert.Equal(Canonical.Of(expected.InferResponse!), Canonical.Of(response));
        }
    }

    private static T? TryParse<T>(byte[] bytes, MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Memory of exactly the size asked for, dirty; or none, for views.</summary>
    private static Func<int, Memory<byte>>? Allocator(Random random) => random.Next(2) == 0
        ? null
        : bytes =>
        {
            var memory = new byte[bytes];
            memory.AsSpan().Fill(0xAA);
            return memory;
        };

    private static ReadOnlySequence<byte> Cut(byte[] bytes, Random random)
    {
        var cuts = new int[random.Next(5) == 0 ? bytes.Length : random.Next(4)];
        for (var i = 0; i < cuts.Length; i++)
            cuts[i] = random.Next(bytes.Length + 1);
        Array.Sort(cuts);
        return Segments.Of(bytes, cuts);
    }

    /// <summary>Adds what a reader must pass over or merge: unknown fields, and the same message again in part.</summary>
    private static byte[] Pad(byte[] bytes, Random random)
    {
        byte[][] extras =
        [
            [], [0xF8, 0x07, 0x80, 0x01], [0xFD, 0x07, 1, 2, 3, 4], [0xF9, 0x07, 1, 2, 3, 4, 5, 6, 7, 8], [0xFA, 0x07, 2, 9, 9],
            [0xFB, 0x07, 0x0A, 1, 65, 0xFC, 0x07], // a group
            [0x08, 5], [0x2D, 1, 2, 3, 4],         // known numbers in wire types that they don't have
            bytes,
        ];
        return [.. extras[random.Next(extras.Length)], .. bytes, .. extras[random.Next(extras.Length)]];
    }

    private static byte[] Corrupt(byte[] bytes, Random random)
    {
        var list = bytes.ToList();
        for (var i = random.Next(1, 4); i > 0 && list.Count > 0; i--)
        {
            // Mostly near the front, where the structure is.
            var at = random.Next(2) == 0 ? random.Next(list.Count) : random.Next(Math.Min(list.Count, 60));
            switch (random.Next(6))
            {
                case 0: list[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: list[at] = (byte)random.Next(256); break;
                case 2: list.RemoveAt(at); break;
                case 3: list.Insert(at, (byte)random.Next(256)); break;
                case 4: list.RemoveRange(at, list.Count - at); break;
                default: list[at] = (byte)((random.Next(9) << 3) | random.Next(8)); break;
            }
        }
        return [.. list];
    }
}
