using System.Text;
using System.Text.Json;
using OrleansInference.FrontDoors.Memory;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Http;

/// <summary>What goes in comes out, for every datatype, as JSON and as bytes.</summary>
public sealed class RoundTripTests : IAsyncLifetime
{
    private DoorHost _door = null!;

    public async Task InitializeAsync() => _door = await DoorHost.StartAsync();

    public async Task DisposeAsync() => await _door.DisposeAsync();

    public static TheoryData<string, string, byte[]> Values { get; } = new()
    {
        { "BOOL", "[true,false]", [1, 0] },
        { "UINT8", "[0,255]", [0, 255] },
        { "UINT16", "[0,65535]", Bytes<ushort>(0, 65535) },
        { "UINT32", "[0,4294967295]", Bytes<uint>(0, uint.MaxValue) },
        { "UINT64", "[0,18446744073709551615]", Bytes<ulong>(0, ulong.MaxValue) },
        { "INT8", "[-128,127]", [128, 127] },
        { "INT16", "[-32768,32767]", Bytes<short>(short.MinValue, short.MaxValue) },
        { "INT32", "[-2147483648,2147483647]", Bytes(int.MinValue, int.MaxValue) },
        { "INT64", "[-9223372036854775808,9223372036854775807]", Bytes(long.MinValue, long.MaxValue) },
        { "FP32", "[0.1,-3.4028235E+38]", Bytes(0.1f, float.MinValue) },
        { "FP64", "[0.1,5E-324]", Bytes(0.1, double.Epsilon) },
        { "BYTES", """["","ä\n€"]""", [0, 0, 0, 0, 6, 0, 0, 0, .. "ä\n€"u8] },
    };

    public static TheoryData<string, byte[]> BinaryOnly { get; } = new()
    {
        { "FP16", Bytes((Half)0.5, Half.MaxValue) },
        { "BF16", [0x80, 0x3f, 0x00, 0xc0] },
        { "BYTES", [2, 0, 0, 0, 0xff, 0xfe, 0, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task JSON_in_JSON_out(string type, string data, byte[] bytes)
    {
        var answer = await (await _door.InferAsync("open", Request(type, data))).Content.ReadAsStringAsync();

        Assert.Equal(Answer(type, data), answer);
        Assert.Equal(bytes, LastInput().Data.ToArray());
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Nested_data_and_data_before_its_shape_mean_the_same(string type, string data, byte[] bytes)
    {
        var json = $$"""{"inputs":[{"data":[[{{data[1..^1].Replace(",", "],[")}}]],"datatype":"{{type}}","unknown":[{}],"shape":[2,1],"name":"x"}]}""";

        (await _door.InferAsync("open", json)).EnsureSuccessStatusCode();

        Assert.Equal(bytes, LastInput().Data.ToArray());
        Assert.Equal([2, 1], LastInput().Shape.AsEnumerable());
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task JSON_in_bytes_out(string type, string data, byte[] bytes)
    {
        var response = await _door.InferAsync("open", Request(type, data, ""","parameters":{"binary_data_output":true}"""));

        await AssertBinaryAsync(response, type, bytes);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Bytes_in_JSON_out(string type, string data, byte[] bytes)
    {
        var answer = await (await _door.InferAsync("open", BinaryRequest(type, bytes.Length), bytes)).Content.ReadAsStringAsync();

        Assert.Equal(Answer(type, data), answer);
    }

    [Theory]
    [MemberData(nameof(BinaryOnly))]
    public async Task Bytes_in_bytes_out(string type, byte[] bytes)
    {
        var response = await _door.InferAsync("open", BinaryRequest(type, bytes.Length, ""","outputs":[{"name":"x","parameters":{"binary_data":true}}]"""), bytes);

        await AssertBinaryAsync(response, type, bytes);
    }

    [Theory]
    [InlineData("FP16", 4, "output 'x' is FP16, which has no form in JSON; ask for it as binary data (parameter binary_data: true)")]
    [InlineData("BF16", 4, "output 'x' is BF16, which has no form in JSON; ask for it as binary data (parameter binary_data: true)")]
    public async Task What_JSON_cannot_carry_is_refused_with_the_way_out(string type, int size, string error)
    {
        await MetadataTests.AssertErrorAsync(await _door.InferAsync("open", BinaryRequest(type, size), new byte[size]), 400, error);
        await _door.AssertNextRequestWorksAsync();
    }

    [Fact]
    public async Task Bytes_that_are_not_text_are_refused_in_JSON() => await MetadataTests.AssertErrorAsync(
        await _door.InferAsync("open", BinaryRequest("BYTES", 10), [0, 0, 0, 0, 2, 0, 0, 0, 0xff, 0xfe]), 400,
        "output 'x' element 1 is not UTF-8, which JSON needs; ask for it as binary data (parameter binary_data: true)");

    [Fact]
    public async Task The_negative_zero_goes_out_with_a_fraction_because_Python_reads_integers_without_their_sign()
    {
        var answer = await (await _door.InferAsync("open", BinaryRequest("FP32", 8), Bytes(-0f, 0f))).Content.ReadAsStringAsync();

        Assert.Equal(Answer("FP32", "[-0.0,0]"), answer);
    }

    [Fact]
    public async Task What_is_not_finite_goes_out_as_a_string_because_JSON_has_no_number_for_it()
    {
        var bytes = Bytes(float.NaN, float.NegativeInfinity);

        var answer = await (await _door.InferAsync("open", BinaryRequest("FP32", 8), bytes)).Content.ReadAsStringAsync();

        Assert.Equal(Answer("FP32", """["NaN","-Infinity"]"""), answer);
    }

    [Fact]
    public async Task Outputs_can_mix_JSON_and_bytes_and_keep_the_requested_order()
    {
        _door.Dispatcher.Answer(Tensor("p", 1), Tensor("q", 2), Tensor("r", 3));
        var json = Request("INT8", "[1,2]", ""","outputs":[{"name":"r","parameters":{"binary_data":true}},{"name":"p"},{"name":"q","parameters":{"binary_data":true}}]""");

        var response = await _door.InferAsync("open", json);

        var body = await response.Content.ReadAsByteArrayAsync();
        var length = int.Parse(response.Headers.GetValues(InferHeaders.JsonLengthName).Single());
        Assert.Equal(
            """
            {"model_name":"open","model_version":"1","outputs":[
            {"name":"r","datatype":"INT32","shape":[1],"parameters":{"binary_data_size":4}},
            {"name":"p","datatype":"INT32","shape":[1],"data":[1]},
            {"name":"q","datatype":"INT32","shape":[1],"parameters":{"binary_data_size":4}}]}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(body, 0, length));
        Assert.Equal(Bytes(3, 2), body[length..]);
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task An_output_that_the_model_did_not_give_is_named()
    {
        _door.Dispatcher.Answer(Tensor("p", 1));

        await MetadataTests.AssertErrorAsync(
            await _door.InferAsync("open", Request("INT8", "[1,2]", ""","outputs":[{"name":"z"}]""")), 400,
            "unexpected output 'z' for model 'open', its answer has 'p'");
    }

    [Fact]
    public async Task Binary_inputs_start_on_a_boundary_of_their_element_whatever_comes_before()
    {
        const string Json = """
            {"inputs":[{"name":"x","shape":[3],"datatype":"BOOL","parameters":{"binary_data_size":3}},
            {"name":"y","shape":[2],"datatype":"FP64","parameters":{"binary_data_size":16}}]}
            """;
        _door.Dispatcher.Models.Add(FakeModels.Loading with { State = Replicas.PoolState.Ready }); // no signature: takes any inputs
        nint[] addresses = [];
        _door.Dispatcher.OnInfer = (request, _) =>
        {
            addresses = [.. request.Inputs.Select(AddressOf)];
            return ValueTask.FromResult(FakeDispatcher.Echo(request));
        };

        (await _door.InferAsync("slow", Json, [1, 0, 1, .. Bytes(1.5, 2.5)])).EnsureSuccessStatusCode();

        Assert.All(addresses, address => Assert.Equal(0, address % AlignedBufferPool.Alignment));
        Assert.Equal(Bytes(1.5, 2.5), LastInput(1).Data.ToArray());
    }

    [Fact]
    public async Task A_raw_tensor_needs_no_JSON_and_is_answered_in_bytes()
    {
        var response = await _door.InferAsync("single", "", Bytes(1f, 2, 3, 4, 5, 6));

        Assert.Equal([2, 3], LastInput().Shape.AsEnumerable());
        Assert.Equal(Bytes(1f, 2, 3, 4, 5, 6), (await response.Content.ReadAsByteArrayAsync())[^24..]);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_raw_BYTES_tensor_is_one_element_of_a_batch_of_one()
    {
        (await _door.InferAsync("text", "", "hello"u8.ToArray())).EnsureSuccessStatusCode();

        Assert.Equal([1, 1], LastInput().Shape.AsEnumerable());
        Assert.Equal([5, 0, 0, 0, .. "hello"u8], LastInput().Data.ToArray());
    }

    [Fact]
    public async Task A_large_JSON_answer_is_whole()
    {
        var values = Enumerable.Range(0, 100_000).Select(i => i * 0.37f).ToArray();
        _door.Dispatcher.Answer(new InferenceTensor { Name = "y", DataType = TensorDataType.Fp32, Shape = [values.Length], Data = Bytes(values) });

        using var answer = JsonDocument.Parse(await (await _door.InferAsync("open", Request("INT8", "[1,2]"))).Content.ReadAsStreamAsync());

        Assert.Equal(values, answer.RootElement.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(e => e.GetSingle()));
    }

    private static string Request(string type, string data, string more = "") =>
        $$"""{"inputs":[{"name":"x","shape":[2],"datatype":"{{type}}","data":{{data}}}]{{more}}}""";

    private static string BinaryRequest(string type, int size, string more = "") =>
        $$$"""{"inputs":[{"name":"x","shape":[2],"datatype":"{{{type}}}","parameters":{"binary_data_size":{{{size}}}}}]{{{more}}}}""";

    private static string Answer(string type, string data) =>
        $$$"""{"model_name":"open","model_version":"1","outputs":[{"name":"x","datatype":"{{{type}}}","shape":[2],"data":{{{data}}}}]}""";

    private static async Task AssertBinaryAsync(HttpResponseMessage response, string type, byte[] bytes)
    {
        var json = $$$"""{"model_name":"open","model_version":"1","outputs":[{"name":"x","datatype":"{{{type}}}","shape":[2],"parameters":{"binary_data_size":{{{bytes.Length}}}}}]}""";
        byte[] expected = [.. Encoding.UTF8.GetBytes(json), .. bytes];
        Assert.Equal(expected, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(json.Length.ToString(), response.Headers.GetValues(InferHeaders.JsonLengthName).Single());
    }

    private InferenceTensor LastInput(int index = 0) => _door.Dispatcher.LastCopy[index];

    private static InferenceTensor Tensor(string name, int value) =>
        new() { Name = name, DataType = TensorDataType.Int32, Shape = [1], Data = Bytes(value) };

    private static unsafe nint AddressOf(InferenceTensor tensor)
    {
        using var pin = tensor.Data.Pin();
        return (nint)pin.Pointer;
    }

    private static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
