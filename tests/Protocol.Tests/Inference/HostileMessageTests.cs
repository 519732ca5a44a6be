using System.Buffers;
using Google.Protobuf;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.Tests.Protocol.Inference;

/// <summary>What an attacker would send, case by case.</summary>
public sealed class HostileMessageTests
{
    [Theory]
    [InlineData("0A", "the message ends within a number")]
    [InlineData("0AFF", "the message ends within a number")]
    [InlineData("0A05616263", "a length of 5 where 3 bytes are left")]
    [InlineData("0AFFFFFFFF0F", "a length of 4294967295 where 0 bytes are left")]
    [InlineData("3AFFFFFFFF0761", "a length of 2147483647 where 1 bytes are left")]
    [InlineData("3AFFFFFFFFFFFFFFFFFFFFFF0161", "a number of more than ten bytes")]
    [InlineData("00", "a field with the number 0")]
    [InlineData("0C", "the end of a group that did not begin")]
    [InlineData("0B", "a group without its end")]
    [InlineData("0B14", "a group without its end")]
    [InlineData("0E", "the wire type 6, which does not exist")]
    [InlineData("2A0632050A0361", "a length of 6 where 5 bytes are left")]
    [InlineData("2A052A03320161", "1 bytes of elements of 4 bytes")]
    [InlineData("F907010203", "the message ends within a field")]
    public void It_is_told_what_is_wrong(string hex, string error)
    {
        Assert.StartsWith(error, InferReader.ReadRequest(Bytes(hex), null, out var request));
        Assert.Null(request);
        Assert.Throws<InvalidProtocolBufferException>(() => ModelInferRequest.Parser.ParseFrom(Bytes(hex)));
    }

    [Theory]
    [InlineData("0A02C328")]
    [InlineData("2A040A02EDA0")]
    public void Text_that_is_not_UTF_8_is_refused(string hex) =>
        Assert.StartsWith("a text that is not UTF-8", InferReader.ReadRequest(Bytes(hex), null, out _));

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Groups_nest_as_deep_as_Google_allows(int depth, bool taken)
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0xA3, depth).SelectMany(tag => new byte[] { tag, 1 }),
            .. Enumerable.Repeat((byte)0xA4, depth).SelectMany(tag => new byte[] { tag, 1 })];
        Assert.Equal(taken, InferReader.ReadRequest(new ReadOnlySequence<byte>(bytes), null, out _) is null);
        Assert.Equal(taken, Record.Exception(() => ModelInferRequest.Parser.ParseFrom(bytes)) is null);
    }

    [Theory]
    [InlineData("2A00")]     // inputs
    [InlineData("3200")]     // requested outputs
    [InlineData("3A00")]     // raw contents
    [InlineData("2200")]     // parameters
    [InlineData("2A021800")] // dimensions
    public void Thousands_of_parts_are_refused(string hex)
    {
        var part = Convert.FromHexString(hex);
        byte[] many = [.. Enumerable.Repeat(part, 20_000).SelectMany(bytes => bytes)];
        Assert.StartsWith("more than 16384 tensors", InferReader.ReadRequest(new ReadOnlySequence<byte>(many), null, out _));
    }

    [Fact]
    public void A_broken_message_asks_for_no_memory_that_it_does_not_fill()
    {
        // A tensor's contents, and after them a length that is wrong.
        var asked = 0;
        Memory<byte> Allocate(int bytes)
        {
            asked += bytes;
            return new byte[bytes];
        }
        Assert.NotNull(InferReader.ReadRequest(Bytes("2A0A2A0422020101" + "1A7F0101"), Allocate, out _));
        Assert.NotNull(InferReader.ReadRequest(Bytes("3AFFFF7F0101"), Allocate, out _));
        Assert.InRange(asked, 0, 8);
    }

    [Fact]
    public void Contents_in_pieces_packed_and_not_are_one_tensor()
    {
        // contents { 1 }, name, contents { [2, 3], 4, 5 }
        var error = InferReader.ReadRequest(Bytes("2A11" + "2A021001" + "0A0178" + "2A0812020203" + "10041005"), null, out var request);
        Assert.Null(error);
        var contents = Assert.Single(Assert.Single(request!.Tensors).Contents);
        Assert.Equal(TensorDataType.Int32, contents.ElementType);
        Assert.Equal("0100000002000000030000000400000005000000", Convert.ToHexString(contents.Elements.Span));
    }

    [Fact]
    public void The_last_of_equal_keys_and_single_fields_counts()
    {
        Assert.Null(InferReader.ReadRequest(
            Bytes("0A0161" + "0A0162" + "22070A017012020801" + "22070A017012021007"), null, out var request));
        Assert.Equal("b", request!.ModelName);
        Assert.Equal(ParameterValue.Of(7L), request.Parameters["p"]);
    }

    [Fact]
    public void Views_lie_in_the_message_and_copies_do_not()
    {
        var message = Convert.FromHexString("3A03010203");
        Assert.Null(InferReader.ReadRequest(new ReadOnlySequence<byte>(message), null, out var viewed));
        Assert.Null(InferReader.ReadRequest(new ReadOnlySequence<byte>(message), bytes => new byte[bytes], out var copied));
        message[2] = 9;
        Assert.Equal([9, 2, 3], viewed!.RawContents[0].ToArray());
        Assert.Equal([1, 2, 3], copied!.RawContents[0].ToArray());
    }

    [Fact]
    public void Names_that_come_again_are_not_allocated_again()
    {
        var message = Bytes("0A0A7265636F676E69736572");
        InferReader.ReadRequest(message, null, out var first);
        InferReader.ReadRequest(message, null, out var second);
        Assert.Equal("recogniser", first!.ModelName);
        Assert.Same(first.ModelName, second!.ModelName);
    }

    [Fact]
    public void A_request_is_read_in_a_handful_of_allocations()
    {
        var output = new ArrayBufferWriter<byte>();
        var source = new InferRequestMessage
        {
            ModelName = "recogniser", Tensors = [new TensorMessage { Name = "x", DataType = "FP32", Shape = [1, 3, 224, 224] }],
            RawContents = [new byte[602_112]],
        };
        InferWriter.Write(source, output);
        var message = new ReadOnlySequence<byte>(output.WrittenMemory);
        var memory = new byte[602_112];
        Func<int, Memory<byte>> allocate = bytes => memory.AsMemory(0, bytes);
        InferReader.ReadRequest(message, allocate, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        InferReader.ReadRequest(message, allocate, out _);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 500); // two messages, their lists, the shape
    }

    private static ReadOnlySequence<byte> Bytes(string hex) => new(Convert.FromHexString(hex));
}
