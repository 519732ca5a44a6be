using System.IO.Compression;
using System.Text;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Http;

public sealed class CompressionTests : IAsyncLifetime
{
    private const string Small = """{"inputs":[{"name":"x","shape":[2],"datatype":"INT32","data":[1,2]}]}""";

    private DoorHost _door = null!;

    public async Task InitializeAsync() => _door = await DoorHost.StartAsync();

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("identity")]
    public async Task A_compressed_body_is_read_and_its_header_length_counts_what_it_inflates_to(string coding)
    {
        var json = Encoding.UTF8.GetBytes("""{"inputs":[{"name":"x","shape":[20000],"datatype":"INT8","parameters":{"binary_data_size":20000}}]}""");
        var content = new ByteArrayContent(Compress(coding, [.. json, .. new byte[20000]]));
        content.Headers.ContentEncoding.Add(coding);
        content.Headers.Add(InferHeaders.JsonLengthName, json.Length.ToString());

        (await _door.Client.PostAsync("/v2/models/open/infer", content)).EnsureSuccessStatusCode();

        Assert.Equal(new byte[20000], _door.Dispatcher.LastCopy[0].Data.ToArray());
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("deflate, gzip", "gzip")]
    [InlineData("gzip;q=0.2, deflate;q=0.9, br", "deflate")]
    [InlineData("*", "gzip")]
    [InlineData("br", null)]
    [InlineData("gzip;q=0", null)]
    [InlineData("identity, gzip;q=0.5", null)]
    [InlineData(null, null)]
    public async Task A_large_answer_is_compressed_as_the_client_prefers(string? accept, string? coding)
    {
        _door.Dispatcher.Answer(Zeros(5000));

        var response = await PostAsync(Small, accept);

        Assert.Equal(coding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        var text = Encoding.UTF8.GetString(Decompress(coding, await response.Content.ReadAsByteArrayAsync()));
        Assert.Equal($$"""{"model_name":"open","model_version":"1","outputs":[{"name":"y","datatype":"INT32","shape":[5000],"data":[{{string.Join(',', new int[5000])}}]}]}""", text);
    }

    [Fact]
    public async Task A_compressed_binary_answer_tells_the_length_of_its_JSON_before_compression()
    {
        _door.Dispatcher.Answer(Zeros(5000));

        var response = await PostAsync(Small[..^1] + ""","parameters":{"binary_data_output":true}}""", "gzip");

        var body = Decompress("gzip", await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(body.Length - 20000, int.Parse(response.Headers.GetValues(InferHeaders.JsonLengthName).Single()));
        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
    }

    [Fact]
    public async Task A_small_answer_is_not_worth_compressing() =>
        Assert.Empty((await PostAsync(Small, "gzip")).Content.Headers.ContentEncoding);

    [Fact]
    public async Task A_body_compressed_with_a_dictionary_of_the_clients_own_is_refused()
    {
        using var content = new ByteArrayContent([0x78, 0x20, 1, 2, 3, 4, 0, 0, 0, 0]); // RFC 1950: FDICT, and the dictionary's checksum
        content.Headers.ContentEncoding.Add("deflate");

        await MetadataTests.AssertErrorAsync(
            await _door.Client.PostAsync("/v2/models/open/infer", content), 400,
            "the body is not deflate data: The underlying compression routine returned an unexpected error code.");
    }

    private async Task<HttpResponseMessage> PostAsync(string json, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/open/infer") { Content = new StringContent(json) };
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accept);
        return (await _door.Client.SendAsync(request)).EnsureSuccessStatusCode();
    }

    private static InferenceTensor Zeros(int count) =>
        new() { Name = "y", DataType = TensorDataType.Int32, Shape = [count], Data = new byte[count * 4] };

    private static byte[] Compress(string coding, byte[] bytes)
    {
        if (coding == "identity")
            return bytes;
        using var buffer = new MemoryStream();
        using (Stream stream = coding == "gzip" ? new GZipStream(buffer, CompressionLevel.Fastest) : new ZLibStream(buffer, CompressionLevel.Fastest))
            stream.Write(bytes);
        return buffer.ToArray();
    }

    private static byte[] Decompress(string? coding, byte[] bytes)
    {
        using var plain = new MemoryStream();
        using Stream stream = coding switch
        {
            "gzip" => new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress),
            "deflate" => new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress),
            _ => new MemoryStream(bytes),
        };
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
