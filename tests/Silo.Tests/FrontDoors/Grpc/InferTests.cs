using System.Runtime.InteropServices;
using Google.Protobuf;
using OrleansInference.Grpc;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Grpc;
using static OrleansInference.FrontDoors.Grpc.InferRequests;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>ModelInfer.</summary>
public sealed class InferTests : IAsyncLifetime
{
    private GrpcDoorHost _door = null!;

    public async Task InitializeAsync() => _door = await GrpcDoorHost.StartAsync(("Grpc:MaxTensors", "4"), ("Grpc:MaxInflatedBytes", "65536"));

    public async Task DisposeAsync()
    {
        await _door.AssertNextRequestWorksAsync();
        await _door.DisposeAsync();
    }

    public static TheoryData<string, InferTensorContents, byte[]> TypedContents => new()
    {
        { "BOOL", new() { BoolContents = { true, false } }, [1, 0] },
        { "INT8", new() { IntContents = { -128, 127 } }, [0x80, 0x7F] },
        { "INT16", new() { IntContents = { -2, 258 } }, [0xFE, 0xFF, 2, 1] },
        { "INT32", new() { IntContents = { -2, 1 } }, [0xFE, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0] },
        { "INT64", new() { Int64Contents = { -2, 1 } }, [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0, 0, 0, 0, 0] },
        { "UINT8", new() { UintContents = { 0, 255 } }, [0, 255] },
        { "UINT16", new() { UintContents = { 1, 65535 } }, [1, 0, 255, 255] },
        { "UINT32", new() { UintContents = { 1, uint.MaxValue } }, [1, 0, 0, 0, 255, 255, 255, 255] },
        { "UINT64", new() { Uint64Contents = { 1, 2 } }, [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0] },
        { "FP32", new() { Fp32Contents = { 1, -2 } }, Bytes(1f, -2f) },
        { "FP64", new() { Fp64Contents = { 1, -2 } }, Bytes(1d, -2d) },
        { "BYTES", new() { BytesContents = { ByteString.CopyFrom(7), ByteString.Empty } }, [1, 0, 0, 0, 7, 0, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(TypedContents))]
    public async Task Typed_contents_and_raw_ones_are_the_same_tensor_and_come_back_raw(string type, object contents, byte[] raw)
    {
        foreach (var request in (ModelInferRequest[])[
            For("open", Input("x", type, 2).With((InferTensorContents)contents)), For("open", Input("x", type, 2)).Raw(raw)])
        {
            var response = (await _door.InferAsync(request)).Single<ModelInferResponse>();

            var output = Assert.Single(response.Outputs);
            Assert.Equal(("x", type, 2L), (output.Name, output.Datatype, output.Shape.Single()));
            Assert.Null(output.Contents);
            Assert.Equal(raw, response.RawOutputContents.Single().ToByteArray());
            Assert.Equal(raw, _door.Dispatcher.LastCopy.Single().Data.ToArray());
        }
    }

    [Theory]
    [InlineData("FP16")]
    [InlineData("BF16")]
    public async Task Half_precision_travels_raw_only(string type)
    {
        var raw = await _door.InferAsync(For("open", Input("x", type, 2)).Raw([1, 2, 3, 4]));
        var typed = await _door.InferAsync(For("open", Input("x", type, 2).With(new InferTensorContents { Fp32Contents = { 1, 2 } })));

        Assert.Equal([1, 2, 3, 4], raw.Single<ModelInferResponse>().RawOutputContents.Single().ToByteArray());
        Assert.Equal((GrpcStatusCode.InvalidArgument, $"input 'x': {type} has no typed contents; send raw_input_contents"), typed.Status);
    }

    [Fact]
    public async Task The_request_reaches_the_dispatcher_with_all_it_says_and_its_id_comes_back()
    {
        var request = Open(1, 2).Output("x").Parameter("priority", new() { Uint64Param = 3 }).Parameter("mode", new() { StringParam = "fast" })
            .Parameter("top", new() { Int64Param = 2 }).Parameter("scale", new() { DoubleParam = 0.5 }).Parameter("raw", new() { BoolParam = true });
        (request.Id, request.ModelVersion) = ("r-1", "1");

        var response = (await _door.InferAsync(request)).Single<ModelInferResponse>();

        Assert.Equal(("open", "1", "r-1"), (response.ModelName, response.ModelVersion, response.Id));
        var seen = _door.Dispatcher.LastRequest!;
        Assert.Equal(("open", 1L, "r-1", 3u, null), (seen.Model, seen.Version, seen.RequestId, seen.Priority, seen.TimeLeft));
        Assert.Equal(["x"], seen.RequestedOutputs.AsEnumerable());
        Assert.Equal(
            [("mode", "fast"), ("raw", "true"), ("scale", "0.5"), ("top", "2")],
            seen.Parameters.Select(p => (p.Key, p.Value.ToString())).Order());
    }

    [Theory]
    [InlineData("60S", 0, 60)]
    [InlineData(null, 50_000_000, 50)]
    [InlineData("60S", 50_000_000, 50)]
    [InlineData("50S", 60_000_000, 50)]
    public async Task The_smaller_of_grpc_timeout_and_the_parameter_travels_on(string? header, int parameter, int seconds)
    {
        var request = Open(1).Parameter("timeout", new() { Int64Param = parameter });

        (await _door.InferAsync(request, header is null ? [] : [(GrpcHeaders.Timeout, header)])).Single<ModelInferResponse>();

        Assert.InRange(_door.Dispatcher.LastRequest!.TimeLeft!.Value.TotalSeconds, seconds - 10, seconds);
    }

    [Fact]
    public async Task Classification_names_the_highest_values_of_each_item()
    {
        _door.Dispatcher.Answer(new InferenceTensor { Name = "sum", DataType = TensorDataType.Fp32, Shape = [2, 3], Data = Bytes(0.1f, 0.7f, 0.2f, 5, 4, 6) });
        var request = For("pair", Input("a", "FP32", 2, 3), Input("b", "INT32", 2, 2)).Raw(new byte[24]).Raw(new byte[16])
            .Output("sum", ("classification", new() { Int64Param = 2 }));

        var response = (await _door.InferAsync(request)).Single<ModelInferResponse>();

        Assert.Equal("BYTES", response.Outputs.Single().Datatype);
        Assert.Equal([2L, 2L], response.Outputs.Single().Shape);
        Assert.Equal(["0.7:1:bee", "0.2:2", "6:2", "5:0:ant"], BytesElements.Of(response.RawOutputContents.Single().Memory));
    }

    public static TheoryData<ModelInferRequest, GrpcStatusCode, string> BadRequests => new()
    {
        { For("nope"), GrpcStatusCode.NotFound, "Request for unknown model: 'nope' is not in the repository" },
        { new() { ModelName = "open", ModelVersion = "7" }, GrpcStatusCode.NotFound, "Request for unknown model: 'open' version 7 is not in the repository" },
        { new() { ModelName = "open", ModelVersion = "x" }, GrpcStatusCode.NotFound, "Request for unknown model: 'open' version 'x' is not in the repository" },
        { For("open", Input("x", "INT32", 1)), GrpcStatusCode.InvalidArgument, "unable to find data for input tensor 'x' for model 'open' in request." },
        { For("open", Input("x", "INT32", 1)).Raw([1, 0, 0]), GrpcStatusCode.InvalidArgument, "input 'x': shape [1] of INT32 takes 4 bytes, got 3" },
        { Open(1).Raw([1]), GrpcStatusCode.InvalidArgument, "raw_input_contents: expected 1 entries, one for each input, got 2" },
        {
            For("open", Input("x", "INT32", 1).With(new() { IntContents = { 1 } })).Raw([1, 0, 0, 0]), GrpcStatusCode.InvalidArgument,
            "contents field must not be specified when using raw_input_contents for 'x' for model 'open'"
        },
        {
            For("open", Input("x", "INT32", 1).With(new() { Fp32Contents = { 1 } })), GrpcStatusCode.InvalidArgument,
            "unexpected explicit tensor data for input tensor 'x' for model 'open' of type 'FP32', expected datatype 'INT32'"
        },
        {
            For("open", Input("x", "FP32", 1).With(new() { IntContents = { 1 }, Fp32Contents = { 1 } })), GrpcStatusCode.InvalidArgument,
            "unexpected explicit tensor data for input tensor 'x' for model 'open', binary data was already supplied."
        },
        {
            For("open", Input("x", "INT32", 2, 2).With(new() { IntContents = { 1, 2, 3 } })), GrpcStatusCode.InvalidArgument,
            "input 'x': shape [2,2] holds 4 elements, the data has 3"
        },
        { For("open", Input("x", "INT32", 2).With(new())), GrpcStatusCode.InvalidArgument, "input 'x': shape [2] holds 2 elements, the data has 0" },
        {
            For("open", Input("x", "UINT8", 2).With(new() { UintContents = { 1, 256 } })), GrpcStatusCode.InvalidArgument,
            "input 'x' element 1: expected an integer from 0 to 255 for UINT8, got 256"
        },
        { For("open", Input("x", "INT32", -1)).Raw([]), GrpcStatusCode.InvalidArgument, "input 'x': dimension 0 of shape [-1] is -1, expected 0 or more" },
        {
            For("open", Input("x", "FLOAT", 1)).Raw([]), GrpcStatusCode.InvalidArgument,
            "datatype of input 'x': expected BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, FP32, FP64, BF16 or BYTES, got 'FLOAT'"
        },
        { For("open", Input("y", "INT32", 0)).Raw([]), GrpcStatusCode.InvalidArgument, "unexpected input 'y' for model 'open', expected 'x'" },
        { Open(1).Parameter("empty", new()), GrpcStatusCode.InvalidArgument, "parameter 'empty' has no value" },
        {
            Open(1).Parameter("sequence_id", new() { Uint64Param = ulong.MaxValue }), GrpcStatusCode.InvalidArgument,
            "parameter 'sequence_id': sequences (stateful models) are not supported; leave it out"
        },
        {
            Open(1).Output("x", ("classification", new() { StringParam = "all" })), GrpcStatusCode.InvalidArgument,
            "parameter 'classification' of output 'x': expected how many classes, an integer from 0 to 2147483647, got all"
        },
        {
            Open(1).Output("x", ("shared_memory_region", new() { StringParam = "r" })), GrpcStatusCode.InvalidArgument,
            "output 'x': shared memory is not supported; leave 'shared_memory_region' out"
        },
        {
            For("open", [.. Enumerable.Range(0, 5).Select(i => Input($"{i}", "INT32", 0))]), GrpcStatusCode.InvalidArgument,
            "a request may have at most 4 inputs and outputs each (Grpc:MaxTensors), got 5 and 0"
        },
        {
            For("open", Input("x", "INT64", 10000).With(new() { Int64Contents = { new long[10000] } })), GrpcStatusCode.ResourceExhausted,
            "a request's tensors may take at most 65536 bytes (Grpc:MaxInflatedBytes), got 80000 or more"
        },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task What_is_wrong_is_named(object request, object code, string message)
    {
        var answer = await _door.InferAsync((ModelInferRequest)request);

        Assert.Equal(((GrpcStatusCode)code, message), answer.Status);
        Assert.True(answer.IsTrailersOnly);
        Assert.Null(_door.Dispatcher.LastRequest);
    }

    [Fact]
    public async Task What_is_no_request_is_INTERNAL()
    {
        var answer = await _door.Client.SendAsync(GrpcDoorHost.Infer, GrpcClient.Frame([0x0A, 0x05, 0x41]));

        Assert.Equal(GrpcStatusCode.Internal, answer.Code);
        Assert.StartsWith("the message is not a valid inference.ModelInferRequest: ", answer.Message);
    }

    [Fact]
    public async Task Megabytes_go_both_ways()
    {
        await using var door = await GrpcDoorHost.StartAsync();
        var values = new int[6 << 20];
        new Random(1).NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));

        var response = (await door.InferAsync(Open(values))).Single<ModelInferResponse>();

        Assert.True(MemoryMarshal.AsBytes(values.AsSpan()).SequenceEqual(response.RawOutputContents.Single().Span));
    }

    private static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
