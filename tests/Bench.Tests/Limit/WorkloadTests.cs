using System.Buffers;
using System.Text.Json;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.Bench.Limit;

public sealed class WorkloadTests
{
    [Fact]
    public void Lengths_are_even_from_16_to_512_and_out_of_order()
    {
        var lengths = Workload.Lengths(64);
        Assert.Equal((16, 512), (lengths.Min(), lengths.Max()));
        Assert.Equal(264, lengths.Average(), tolerance: 1);
        Assert.NotEqual(lengths.Order(), lengths);
        Assert.Equal(lengths, Workload.Lengths(64));
    }

    [Fact]
    public void Filling_up_leaves_the_length_as_it_is()
    {
        foreach (var (own, full) in Workload.Find("encoder")!.Requests.Zip(Workload.FilledUp().Requests))
        {
            Assert.Equal<long>([1, 512], full[0].Shape);
            Assert.True(full[0].Data.Span.StartsWith(own[0].Data.Span));
            Assert.Equal(own[1].Data.ToArray(), full[1].Data.ToArray());
        }
    }

    [Theory]
    [InlineData("tiny")]
    [InlineData("language")]
    [InlineData("encoder")]
    public void Both_bodies_say_what_the_request_says(string model)
    {
        var request = Workload.Find(model)!.Request(0);
        Assert.Null(InferReader.ReadRequest(new ReadOnlySequence<byte>(RequestBody.Grpc(request).AsMemory(5)), null, out var message));
        Assert.Equal(model, message!.ModelName);
        Assert.Equal(request.Inputs.Select(input => input.Data.ToArray()), message.RawContents.Select(raw => raw.ToArray()));

        using var json = JsonDocument.Parse(RequestBody.Json(request));
        foreach (var (input, written) in request.Inputs.Zip(json.RootElement.GetProperty("inputs").EnumerateArray()))
        {
            Assert.Equal(input.Shape, written.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()));
            Assert.Equal(input.Shape.Aggregate(1L, (product, size) => product * size), written.GetProperty("data").GetArrayLength());
        }
    }
}
