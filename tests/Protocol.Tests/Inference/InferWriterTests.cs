using System.Buffers;
using System.Collections.Immutable;
using Google.Protobuf;
using OrleansInference.Inference;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.Tests.Protocol.Inference;

/// <summary>What our writer writes, Google's parser reads as the same.</summary>
public sealed class InferWriterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Requests_are_written_in_the_size_that_was_told_and_read_by_Google(int seed)
    {
        var random = new Random(seed);
        var messages = new RandomMessages(random);
        for (var i = 0; i < 500; i++)
        {
            var source = messages.Request();
            foreach (var input in source.Inputs)
                input.Contents = null;
            Assert.Null(InferReader.ReadRequest(new ReadOnlySequence<byte>(source.ToByteArray()), null, out var request));
            var output = new ArrayBufferWriter<byte>();
            InferWriter.Write(request!, output);
            Assert.Equal(output.WrittenCount, InferWriter.SizeOf(request!));
            Assert.Equal(Canonical.Of(source), Canonical.Of(ModelInferRequest.Parser.ParseFrom(output.WrittenSpan)));
            Assert.Equal(output.WrittenSpan, InParts(request!));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Responses_and_streamed_ones_are_written_alike(int seed)
    {
        var random = new Random(seed);
        var messages = new RandomMessages(random);
        for (var i = 0; i < 500; i++)
        {
            var source = messages.Response();
            foreach (var tensor in source.Outputs)
                tensor.Contents = null;
            Assert.Null(InferReader.ReadResponse(new ReadOnlySequence<byte>(source.ToByteArray()), null, out var response));
            var output = new ArrayBufferWriter<byte>();
            InferWriter.Write(response!, output);
            Assert.Equal(output.WrittenCount, InferWriter.SizeOf(response!));
            Assert.Equal(Canonical.Of(source), Canonical.Of(ModelInferResponse.Parser.ParseFrom(output.WrittenSpan)));
            Assert.Equal(output.WrittenSpan, InParts(response!));

            var streamed = new ArrayBufferWriter<byte>();
            InferWriter.WriteStreamResponse("", response, streamed);
            Assert.Equal(streamed.WrittenCount, InferWriter.SizeOfStreamResponse("", response));
            Assert.Equal(Canonical.Of(source), Canonical.Of(ModelStreamInferResponse.Parser.ParseFrom(streamed.WrittenSpan).InferResponse));
        }
    }

    [Fact]
    public void An_error_of_a_stream_is_written_without_a_response()
    {
        var output = new ArrayBufferWriter<byte>();
        InferWriter.WriteStreamResponse("no such model", null, output);
        Assert.Equal(new ModelStreamInferResponse { ErrorMessage = "no such model" }, ModelStreamInferResponse.Parser.ParseFrom(output.WrittenSpan));
    }

    [Fact]
    public void Every_parameter_comes_back_as_it_was()
    {
        var parameters = new Dictionary<string, ParameterValue>
        {
            ["false"] = ParameterValue.Of(false), ["least"] = ParameterValue.Of(long.MinValue), ["most"] = ParameterValue.Of(ulong.MaxValue),
            ["pi"] = ParameterValue.Of(Math.PI), ["text"] = ParameterValue.Of(""), ["none"] = default,
        }.ToImmutableDictionary();
        var output = new ArrayBufferWriter<byte>();
        InferWriter.Write(new InferRequestMessage { Parameters = parameters }, output);
        Assert.Null(InferReader.ReadRequest(new ReadOnlySequence<byte>(output.WrittenMemory), null, out var read));
        Assert.Equal(parameters, read!.Parameters);
    }

    private static ReadOnlySpan<byte> InParts(InferMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        InferWriter.WriteHead(message, output);
        foreach (var raw in message.RawContents)
        {
            InferWriter.WriteRawPrefix(message, raw.Length, output);
            output.Write(raw.Span);
        }
        return output.WrittenSpan;
    }
}
