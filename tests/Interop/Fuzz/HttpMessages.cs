using System.IO.Compression;
using System.Text;

namespace OrleansInference.Interop.Fuzz;

/// <summary>Requests for the HTTP door, from nearly right to noise.</summary>
internal static class HttpMessages
{
    private static readonly (string Model, string Json, int BinaryBytes)[] Valid =
    [
        ("identity_fp32", """{"id":"7","parameters":{"timeout":60000000,"priority":1},"inputs":[{"name":"x","shape":[4],"datatype":"FP32","data":[[1.5,-2e3],[0,4]]}],"outputs":[{"name":"y"}]}""", 0),
        ("identity_string", """{"inputs":[{"name":"x","shape":[2],"datatype":"BYTES","data":["a\u00e4\n","b\ud83d\ude00"]}],"outputs":[{"name":"y","parameters":{"binary_data":true}}]}""", 0),
        ("identity_bool", """{"inputs":[{"data":[true,false],"name":"x","shape":[2],"datatype":"BOOL"}],"ignored":{"a":[1,{"b":null}]}}""", 0),
        ("identity_int16", """{"inputs":[{"name":"x","shape":[3],"datatype":"INT16","parameters":{"binary_data_size":6}}],"parameters":{"binary_data_output":true}}""", 6),
        ("digits", """{"inputs":[{"name":"image","shape":[1,1,8,8],"datatype":"FP32","data":[""" + string.Join(',', Enumerable.Repeat("0", 64)) + """]}],"outputs":[{"name":"probabilities","parameters":{"classification":2}}]}""", 0),
        ("failing", """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""", 0),
    ];

    private static readonly string[] Spices =
        ["{", "}", "[", "]", ",", ":", "\"", "-", "1e999", "null", "\\ud800", "NaN", "\"data\":", "\"shape\":[-1]", "9999999999999999999999", "\r\n", "\0"];

    private static readonly string[] HeaderSpices =
    [
        "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n", "Content-Length: 5\r\nContent-Length: 6\r\n", "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked, gzip\r\n", "Inference-Header-Content-Length: -1\r\n", "Inference-Header-Content-Length: 3\r\n", "Content-Encoding: gzip\r\n",
        "Content-Encoding: br\r\n", "Expect: 100-continue\r\n", "Upgrade: h2c\r\n", "Host: \r\n", ": \r\n", "A\r\n", " folded\r\n", "Inference-Timeout-Microseconds: 1\r\n",
        "Authorization: Bearer x\r\n", "Accept-Encoding: gzip;q=2, *;q=x\r\n", "Connection: close, keep-alive\r\n", "HTTP/1.1 200 OK\r\n\r\n",
    ];

    private static readonly string[] Paths =
        ["/v2/models/identity_fp32/infer", "/v2/models/%00/infer", "/v2/models/../../x", "/v2/models/a/versions/x/infer", "/v2//", "*", "/v2/repository/index", "/v2/health/ready", "/v2/models/identity_fp32/versions/99999999999999999999/infer"];

    /// <summary>A request that HTTP itself has no objection to.</summary>
    public static HttpRequestMessage Request(Random random)
    {
        var (model, json, binaryBytes) = Valid[random.Next(Valid.Length)];
        var jsonBytes = Encoding.UTF8.GetBytes(random.Next(10) == 0 ? RandomJson(random, 6) : json);
        var body = Mutation.Of(random, [.. jsonBytes, .. Enumerable.Repeat((byte)1, binaryBytes)], Spices);
        var coding = random.Next(12) switch { 0 => "gzip", 1 => "deflate", 2 => "nothing", _ => null };
        if (coding is "gzip" or "deflate" && random.Next(3) > 0) body = Mutation.Of(random, Compressed(body, coding));
        var content = new ByteArrayContent(body);
        if (coding is not null) content.Headers.ContentEncoding.Add(coding);
        if (binaryBytes > 0 || random.Next(5) == 0)
            content.Headers.Add("Inference-Header-Content-Length", $"{(random.Next(4) == 0 ? random.Next(body.Length + 3) : Math.Min(jsonBytes.Length, body.Length))}");
        return new HttpRequestMessage(HttpMethod.Post, $"v2/models/{model}/infer") { Content = content };
    }

    /// <summary>The bytes of a connection: a request or two, with damage anywhere.</summary>
    public static byte[] Connection(Random random)
    {
        if (random.Next(20) == 0) return Mutation.Bytes(random, 2000);
        var (model, json, _) = Valid[random.Next(Valid.Length)];
        var path = random.Next(3) == 0 ? Paths[random.Next(Paths.Length)] : $"/v2/models/{model}/infer";
        var length = Encoding.UTF8.GetByteCount(json) + (random.Next(4) == 0 ? random.Next(-20, 20) : 0);
        var framing = random.Next(4) == 0 ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {length}\r\n";
        var body = framing[0] == 'T' ? $"{random.Next(json.Length):x}\r\n{json}\r\n0\r\n\r\n" : json;
        var method = random.Next(6) switch { 0 => "GET", 1 => "PRI", _ => "POST" };
        var text = $"{method} {path} HTTP/1.1\r\nHost: a\r\n{framing}{(random.Next(2) == 0 ? HeaderSpices[random.Next(HeaderSpices.Length)] : "")}\r\n{body}";
        return Mutation.Of(random, Encoding.UTF8.GetBytes(random.Next(4) == 0 ? text + text : text), HeaderSpices);
    }

    private static string RandomJson(Random random, int depth) => random.Next(depth <= 0 ? 5 : 8) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 => $"{(random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-330, 330)):R}",
        3 => $"{random.NextInt64()}",
        4 => $"\"{Name(random)}\"",
        5 => $"[{string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => RandomJson(random, depth - 1)))}]",
        _ => $"{{{string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => $"\"{Name(random)}\":{RandomJson(random, depth - 1)}"))}}}",
    };

    private static string Name(Random random)
    {
        string[] names = ["inputs", "outputs", "name", "shape", "datatype", "data", "parameters", "id", "binary_data_size", "FP32", "BYTES", "x", ""];
        return names[random.Next(names.Length)];
    }

    private static byte[] Compressed(byte[] body, string coding)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = coding == "gzip" ? new GZipStream(compressed, CompressionLevel.Fastest) : new ZLibStream(compressed, CompressionLevel.Fastest))
            stream.Write(body);
        return compressed.ToArray();
    }
}
