using System.Text;

namespace OrleansInference.FrontDoors.Http;

/// <summary>Random damage to good requests: answered, in time, and never as a failure of ours.</summary>
public sealed class MutationTests
{
    private static readonly string[] Seeds =
    [
        """{"id":"7","parameters":{"timeout":60000000,"priority":1,"binary_data_output":false},"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","data":[[1.5,-2e3],[0,4]]}],"outputs":[{"name":"x","parameters":{"classification":2}}]}""",
        """{"inputs":[{"name":"x","shape":[2],"datatype":"BYTES","data":["a\u00e4\n","b\ud83d\ude00"]}],"outputs":[{"name":"x","parameters":{"binary_data":true}}]}""",
        """{"inputs":[{"data":[true,false],"name":"x","shape":[2],"datatype":"BOOL"}],"ignored":{"a":[1,{"b":null}]}}""",
        """{"inputs":[{"name":"x","shape":[3],"datatype":"INT16","parameters":{"binary_data_size":6}}]}""",
    ];

    private static readonly string[] Spices = ["{", "}", "[", "]", ",", ":", "\"", "-", "1e999", "null", "\\ud800", "NaN", "\"data\":", "9999999999999999999999"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Damaged_requests_never_fail_the_server(int seed)
    {
        await using var door = await DoorHost.StartAsync(("MaxRequestBodyBytes", "65536"));
        var random = new Random(seed);
        for (var i = 0; i < 1500; i++)
        {
            var text = Seeds[random.Next(Seeds.Length)];
            var body = Mutate(random, Encoding.UTF8.GetBytes(text), text.Contains("binary_data_size", StringComparison.Ordinal));
            var content = new ByteArrayContent(body);
            if (random.Next(2) == 0)
                content.Headers.Add(InferHeaders.JsonLengthName, random.Next(3) == 0 ? random.Next(body.Length + 2).ToString() : Math.Min(text.Length, body.Length).ToString());
            if (random.Next(20) == 0)
                content.Headers.ContentEncoding.Add("gzip");

            using var response = await door.Client.PostAsync("/v2/models/open/infer", content);

            Assert.True((int)response.StatusCode is 200 or 400 or 413, $"seed {seed}, round {i}: {(int)response.StatusCode} for {Convert.ToBase64String(body)}");
        }
        Assert.Empty(door.Log.Errors);
        await door.AssertNextRequestWorksAsync();
    }

    private static byte[] Mutate(Random random, byte[] body, bool hasBinary)
    {
        var bytes = new List<byte>(body);
        if (hasBinary)
            bytes.AddRange(new byte[random.Next(5, 8)]);
        for (var n = random.Next(4); n > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.InsertRange(at, Encoding.ASCII.GetBytes(Spices[random.Next(Spices.Length)])); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, random.Next(bytes.Count - at))); break;
                default: bytes.RemoveRange(at, random.Next(Math.Min(8, bytes.Count - at))); break;
            }
        }
        return [.. bytes];
    }
}
