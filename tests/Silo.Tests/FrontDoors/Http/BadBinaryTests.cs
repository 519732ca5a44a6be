using System.IO.Compression;

namespace OrleansInference.FrontDoors.Http;

/// <summary>Binary parts, header lengths and compressed bodies that must be refused.</summary>
public sealed class BadBinaryTests : IAsyncLifetime
{
    private DoorHost _door = null!;

    public async Task InitializeAsync() => _door = await DoorHost.StartAsync(("MaxRequestBodyBytes", "2048"), ("MaxInflatedBytes", "4096"));

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Theory]
    [InlineData("FP32", "[2]", 8, 7, "input 'x': expected 8 bytes of binary data, got 7")]
    [InlineData("FP32", "[2]", 8, 9, "unexpected additional binary data: the inputs' binary_data_size add up to 8 bytes, got 9")]
    [InlineData("FP32", "[2]", 7, 7, "input 'x': shape [2] of FP32 takes 8 bytes, got 7")]
    [InlineData("FP64", "[4611686018427387904]", 8, 8, "input 'x': shape [4611686018427387904] of FP64 takes 36893488147419103232 bytes, got 8")]
    [InlineData("BYTES", "[1]", 3, 3, "input 'x' element 0: expected a 4-byte length before a BYTES element, got 3 bytes")]
    [InlineData("BYTES", "[1]", 4, 4, "input 'x' element 0: its length says 50462976 bytes, 0 are left")]
    [InlineData("BYTES", "[1]", 0, 0, "input 'x': shape [1] holds 1 elements, the data has 0")]
    [InlineData("BOOL", "[3]", 3, 3, "input 'x' element 2: expected a BOOL as byte 0 or 1, got 2")]
    public async Task Binary_data_that_is_not_what_it_says(string type, string shape, int size, int sent, string error)
    {
        var json = $$$"""{"inputs":[{"name":"x","shape":{{{shape}}},"datatype":"{{{type}}}","parameters":{"binary_data_size":{{{size}}}}}]}""";

        await AssertRefusedAsync(await _door.InferAsync("open", json, [.. Enumerable.Range(0, sent).Select(i => (byte)i)]), error);
    }

    [Theory]
    [InlineData("9", "the request is not valid JSON: Expected a value, but instead reached end of data. LineNumber: 0 | BytePositionInLine: 9.")]
    [InlineData("99", "header Inference-Header-Content-Length: expected the JSON's length, at most the body's 15 bytes, got 99")]
    [InlineData("-1", "header Inference-Header-Content-Length: expected an integer from 0 to 2147483647, got '-1'")]
    [InlineData("ten", "header Inference-Header-Content-Length: expected an integer from 0 to 2147483647, got 'ten'")]
    [InlineData("99999999999", "header Inference-Header-Content-Length: expected an integer from 0 to 2147483647, got '99999999999'")]
    public async Task A_header_length_that_does_not_fit(string length, string error) =>
        await AssertRefusedAsync(await _door.InferAsync("open", """{"inputs": [ ]}""", [], length), error);

    [Theory]
    [InlineData("single", 12, "input 'x': shape [2,1] of FP32 takes 8 bytes, got 12")]
    [InlineData("pair", 12, "a raw tensor without JSON (Inference-Header-Content-Length: 0) needs a model with 1 input, model 'pair' has 3")]
    [InlineData("slow", 12, "a raw tensor without JSON (Inference-Header-Content-Length: 0) needs a model with 1 input, model 'slow' is not loaded yet")]
    [InlineData("open", 12, "a raw tensor without JSON needs a declared datatype and shape, input 'x' of model 'open' has none")]
    public async Task A_raw_tensor_whose_shape_does_not_follow(string model, int bytes, string error)
    {
        _door.Dispatcher.Models.Add(FakeModels.Loading);

        await AssertRefusedAsync(await _door.InferAsync(model, "", new byte[bytes]), error);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413() => await AssertRefusedAsync(
        await _door.InferAsync("open", new string(' ', 2049)), "the request body may have at most 2048 bytes (Http:MaxRequestBodyBytes), got 2049 bytes", 413);

    [Fact]
    public async Task A_body_over_the_limit_of_unknown_length_is_413() => await AssertRefusedAsync(
        await _door.Client.PostAsync("/v2/models/open/infer", new StreamContent(new UnknownLengthStream(new byte[5000]))),
        "the request body may have at most 2048 bytes (Http:MaxRequestBodyBytes), got more", 413);

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_body_that_inflates_over_the_limit_is_413(string coding) => await AssertRefusedAsync(
        await PostAsync(Compress(coding, new byte[4097]), coding), "the body may inflate to at most 4096 bytes (Http:MaxInflatedBytes), got more", 413);

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_header_length_beyond_the_inflated_limit_is_413(string coding)
    {
        var content = Content(Compress(coding, new byte[10]), coding);
        content.Headers.Add(InferHeaders.JsonLengthName, "4097");

        await AssertRefusedAsync(
            await _door.Client.PostAsync("/v2/models/open/infer", content), "the body may inflate to at most 4096 bytes (Http:MaxInflatedBytes), got more", 413);
    }

    [Theory]
    [InlineData("gzip", "the body is not gzip data: The archive entry was compressed using an unsupported compression method.")]
    [InlineData("deflate", "the body is not deflate data: The archive entry was compressed using an unsupported compression method.")]
    public async Task A_body_that_is_not_compressed_as_it_says(string coding, string error) =>
        await AssertRefusedAsync(await PostAsync("{\"inputs\":[]}"u8.ToArray(), coding), error);

    [Theory]
    [InlineData("br")]
    [InlineData("gzip,gzip")]
    public async Task A_coding_that_nobody_knows_is_415(string coding) => await AssertRefusedAsync(
        await PostAsync([1, 2], coding), $"header Content-Encoding: expected gzip, deflate or identity, got '{coding}'", 415);

    private static byte[] Compress(string coding, byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (Stream stream = coding == "gzip" ? new GZipStream(buffer, CompressionLevel.Optimal) : new ZLibStream(buffer, CompressionLevel.Optimal))
            stream.Write(bytes);
        return buffer.ToArray();
    }

    private Task<HttpResponseMessage> PostAsync(byte[] body, string coding) =>
        _door.Client.PostAsync("/v2/models/open/infer", Content(body, coding));

    private static ByteArrayContent Content(byte[] body, string coding)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        return content;
    }

    private async Task AssertRefusedAsync(HttpResponseMessage response, string error, int status = 400)
    {
        await MetadataTests.AssertErrorAsync(response, status, error);
        Assert.Null(_door.Dispatcher.LastRequest);
        Assert.Empty(_door.Log.Errors);
        await _door.AssertNextRequestWorksAsync();
    }

    private sealed class UnknownLengthStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
