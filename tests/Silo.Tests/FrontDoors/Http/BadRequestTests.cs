using System.Text;

namespace OrleansInference.FrontDoors.Http;

/// <summary>Every body that must be refused, with the whole text of the refusal; after each the door still answers.</summary>
public sealed class BadRequestTests : IAsyncLifetime
{
    private const string A = """{"name":"a","shape":[1,3],"datatype":"FP32","data":[1,2,3]}""";
    private const string B = """{"name":"b","shape":[1,2],"datatype":"INT32","data":[1,2]}""";

    private DoorHost _door = null!;

    public async Task InitializeAsync() => _door = await DoorHost.StartAsync(
        ("MaxJsonDepth", "8"), ("MaxJsonTokens", "100"), ("MaxTensors", "3"), ("MaxParameters", "2"));

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Theory]
    [InlineData("nope", "Request for unknown model: 'nope' is not in the repository")]
    [InlineData("pair/versions/7", "Request for unknown model: 'pair' version 7 is not in the repository")]
    public async Task Unknown_model_or_version(string model, string error) => await AssertRefusedAsync(model, "{}", error, 404);

    [Theory]
    [InlineData("", "the request is not valid JSON: The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true. LineNumber: 0 | BytePositionInLine: 0.")]
    [InlineData("[]", "expected the request as a JSON object, got an array")]
    [InlineData("{", "the request is not valid JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed. LineNumber: 0 | BytePositionInLine: 1.")]
    [InlineData("{}", "the request has no 'inputs', expected an array of input tensors")]
    [InlineData("""{"inputs":{}}""", "'inputs': expected an array, got an object")]
    [InlineData("""{"inputs":[7]}""", "input 0: expected an object, got the number 7")]
    [InlineData("""{"inputs":[],"inputs":[]}""", "'inputs' is given twice, expected once")]
    [InlineData("""{"id":7,"inputs":[]}""", "'id': expected a string, got the number 7")]
    [InlineData("""{"inputs":[]} x""", "the request is not valid JSON: 'x' is invalid after a single JSON value. Expected end of data. LineNumber: 0 | BytePositionInLine: 14.")]
    [InlineData("""{"x":[[[[[[[[1]]]]]]]]}""", "the request's JSON is nested deeper than 8 levels (Http:MaxJsonDepth)")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[[[[[[1]]]]]]}]}""", "the request's JSON is nested deeper than 8 levels (Http:MaxJsonDepth)")]
    [InlineData("""{"parameters":{"a":1,"b":2,"c":3},"inputs":[]}""", "'parameters' has more than 2 entries (Http:MaxParameters)")]
    [InlineData("""{"parameters":{"a":[1]},"inputs":[]}""", "parameter 'a': expected a string, a number or a boolean, got an array")]
    [InlineData("""{"parameters":{"binary_data_output":1},"inputs":[]}""", "parameter 'binary_data_output': expected true or false, got 1")]
    [InlineData("""{"in\ud800puts":[]}""", "a name in the request's JSON: expected text, got half a surrogate pair")]
    [InlineData("""{"parameters":{"\udc00":1}}""", "a name in the request's JSON: expected text, got half a surrogate pair")]
    [InlineData("""{"id":"\udc00"}""", "'id': expected UTF-8 text, got bytes that are not")]
    [InlineData("""{"parameters":[],"inputs":[]}""", "'parameters': expected an object, got an array")]
    [InlineData("""{"inputs":[],"outputs":7}""", "'outputs': expected an array, got the number 7")]
    [InlineData("""{"inputs":[],"outputs":["y"]}""", "output 0: expected an object, got the string \"y\"")]
    [InlineData("""{"inputs":[],"outputs":[{}]}""", "output 0 has no 'name'")]
    [InlineData("""{"inputs":[],"outputs":[{"name":"y","parameters":{"binary_data":"yes"}}]}""", "parameter 'binary_data' of output 0: expected true or false, got yes")]
    [InlineData("""{"inputs":[],"outputs":[{"name":"y","parameters":{"classification":-1}}]}""", "parameter 'classification' of output 0: expected how many classes, an integer from 0 to 2147483647, got -1")]
    [InlineData("""{"inputs":[],"outputs":[{"name":"y","parameters":{"shared_memory_region":"r"}}]}""", "output 0: shared memory is not supported; leave 'shared_memory_region' out")]
    [InlineData("""{"inputs":[],"outputs":[{"name":"1"},{"name":"2"},{"name":"3"},{"name":"4"}]}""", "'outputs' has more than 3 entries (Http:MaxTensors)")]
    public async Task Malformed_requests(string json, string error) => await AssertRefusedAsync("open", json, error);

    [Theory]
    [InlineData("""{}""", "input '#0' has no 'name'")]
    [InlineData("""{"name":"x"}""", "input 'x' has no 'shape'")]
    [InlineData("""{"name":"x","shape":[1]}""", "input 'x' has no 'datatype'")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"FP32"}""", "input 'x': expected exactly one of 'data' and parameter 'binary_data_size', got neither")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"FP32","data":[1],"parameters":{"binary_data_size":4}}""", "input 'x': expected exactly one of 'data' and parameter 'binary_data_size', got both")]
    [InlineData("""{"name":"x","shape":[1],"shape":[1]}""", "'shape' of input 0 is given twice, expected once")]
    [InlineData("""{"name":1}""", "'name' of input 0: expected a string, got the number 1")]
    [InlineData("""{"name":"x","shape":3}""", "'shape' of input 'x': expected an array of integers, got the number 3")]
    [InlineData("""{"name":"x","shape":[1.5]}""", "'shape' of input 'x', dimension 0: expected an integer from 0 to 9223372036854775807, got the number 1.5")]
    [InlineData("""{"name":"x","shape":[2,-3]}""", "input 'x': dimension 1 of shape [2,-3] is -3, expected 0 or more")]
    [InlineData("""{"name":"x","shape":[99999999999999999999]}""", "'shape' of input 'x', dimension 0: expected an integer from 0 to 9223372036854775807, got the number 99999999999999999999")]
    [InlineData("""{"name":"x","shape":[4294967296,4294967296]}""", "input 'x': shape [4294967296,4294967296] holds more than 9223372036854775807 elements")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"FLOAT"}""", "'datatype' of input 'x': expected BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, FP32, FP64, BF16 or BYTES, got the string \"FLOAT\"")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"FP16","data":[1]}""", "input 'x': FP16 has no form in JSON; send it as binary data")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"BF16","data":[1]}""", "input 'x': BF16 has no form in JSON; send it as binary data")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"FP32","data":1}""", "'data' of input 'x': expected an array, got the number 1")]
    [InlineData("""{"name":"x","shape":[2,2],"datatype":"FP32","data":[1,2,3]}""", "input 'x': shape [2,2] holds 4 elements, the data has 3")]
    [InlineData("""{"name":"x","shape":[2],"datatype":"FP32","data":[[1,2],[3]]}""", "input 'x': shape [2] holds 2 elements, the data has 3")]
    [InlineData("""{"data":[1,2,3],"name":"x","shape":[2],"datatype":"INT8"}""", "input 'x': shape [2] holds 2 elements, the data has 3")]
    [InlineData("""{"name":"x","shape":[1000000000000],"datatype":"FP64","data":[1]}""", "input 'x': shape [1000000000000] holds 1000000000000 elements, the data has 1")]
    [InlineData("""{"name":"x","shape":[2],"datatype":"BYTES","data":["a"]}""", "input 'x': shape [2] holds 2 elements, the data has 1")]
    [InlineData("""{"name":"x","shape":[3],"datatype":"FP32","data":[1,2,NaN]}""", "input 'x' element 2: the request is not valid JSON: 'N' is an invalid start of a value. LineNumber: 0 | BytePositionInLine: 65.")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"FP32","data":["NaN"]}""", "input 'x' element 0: expected a number within ±3.4028235E+38 for FP32, got the string \"NaN\"")]
    [InlineData("""{"name":"x","shape":[2],"datatype":"FP32","data":[1,1e39]}""", "input 'x' element 1: expected a number within ±3.4028235E+38 for FP32, got the number 1e39")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"FP64","data":[1e309]}""", "input 'x' element 0: expected a number within ±1.7976931348623157E+308 for FP64, got the number 1e309")]
    [InlineData("""{"name":"x","shape":[2],"datatype":"UINT8","data":[255,256]}""", "input 'x' element 1: expected an integer from 0 to 255 for UINT8, got the number 256")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"UINT64","data":[-1]}""", "input 'x' element 0: expected an integer from 0 to 18446744073709551615 for UINT64, got the number -1")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"INT8","data":[-129]}""", "input 'x' element 0: expected an integer from -128 to 127 for INT8, got the number -129")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"INT32","data":[1.0]}""", "input 'x' element 0: expected an integer from -2147483648 to 2147483647 for INT32, got the number 1.0")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"INT32","data":[null]}""", "input 'x' element 0: expected an integer from -2147483648 to 2147483647 for INT32, got null")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"BOOL","data":[1]}""", "input 'x' element 0: expected true or false for BOOL, got the number 1")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"BYTES","data":[{}]}""", "input 'x' element 0: expected a string for BYTES, got an object")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"BYTES","data":["\ud800"]}""", "input 'x' element 0: expected UTF-8 text for BYTES, got the string \"\\ud800\"")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"FP32","parameters":{"binary_data_size":-4}}""", "parameter 'binary_data_size' of input 'x': expected an integer of 0 or more, got -4")]
    [InlineData("""{"name":"x","shape":[1],"datatype":"FP32","parameters":{"binary_data_size":4}}""", "input 'x' has 'binary_data_size', but the request has no header Inference-Header-Content-Length")]
    [InlineData("""{"name":"x","parameters":{"shared_memory_region":"r"}}""", "input 'x': shared memory is not supported; send 'data' or binary data")]
    public async Task Malformed_inputs(string input, string error) =>
        await AssertRefusedAsync("open", "{\"inputs\":[" + input + "]}", error);

    [Theory]
    [InlineData(A + "," + B + ",{\"name\":\"c\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}", "unexpected input 'c' for model 'pair', expected 'a', 'b', 'bias' (optional)")]
    [InlineData(A, "missing input 'b' for model 'pair', expected 'a', 'b', 'bias' (optional), got 'a'")]
    [InlineData("", "missing input 'a' for model 'pair', expected 'a', 'b', 'bias' (optional), got none")]
    [InlineData(A + "," + A, "input 'a' is given twice, expected once")]
    [InlineData(A + "," + B + "," + A + "," + B, "'inputs' has more than 3 entries (Http:MaxTensors)")]
    [InlineData(A + ""","""  + """{"name":"b","shape":[1,2],"datatype":"INT64","data":[1,2]}""", "input 'b' of model 'pair': expected INT32, got INT64")]
    [InlineData(A + "," + """{"name":"b","shape":[2],"datatype":"INT32","data":[1,2]}""", "input 'b' of model 'pair': expected shape [-1,2] (-1: any), got [2]")]
    [InlineData(A + "," + """{"name":"b","shape":[1,3],"datatype":"INT32","data":[1,2,3]}""", "input 'b' of model 'pair': expected shape [-1,2] (-1: any), got [1,3]")]
    [InlineData(A + "," + """{"name":"b","shape":[2,2],"datatype":"INT32","data":[1,2,3,4]}""", "input 'b' of model 'pair': expected a batch of 1 items, as in 'a', got shape [2,2]")]
    [InlineData("""{"name":"a","shape":[0,3],"datatype":"FP32","data":[]},{"name":"b","shape":[0,2],"datatype":"INT32","data":[]}""", "input 'a' of model 'pair': expected a batch of 1 to 8 items, not an empty one, got shape [0,3]")]
    [InlineData("""{"name":"a","shape":[9,3],"datatype":"FP32","data":[1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8,9]},{"name":"b","shape":[1,2],"datatype":"INT32","data":[1,2]}""", "input 'a' of model 'pair': expected a batch of at most 8 items, got shape [9,3]")]
    public async Task Inputs_that_do_not_fit_the_model(string inputs, string error) =>
        await AssertRefusedAsync("pair", "{\"inputs\":[" + inputs + "]}", error);

    [Theory]
    [InlineData("""{"name":"z"}""", "unexpected output 'z' for model 'pair', expected some of 'sum', 'count'")]
    [InlineData("""{"name":"sum"},{"name":"sum"}""", "output 'sum' is requested twice, expected once")]
    public async Task Outputs_that_the_model_has_not(string outputs, string error) =>
        await AssertRefusedAsync("pair", "{\"inputs\":[" + A + "," + B + "],\"outputs\":[" + outputs + "]}", error);

    [Fact]
    public async Task JSON_that_is_too_long_in_tokens() => await AssertRefusedAsync(
        "open", "{\"inputs\":[{\"name\":\"x\",\"shape\":[200],\"datatype\":\"INT8\",\"data\":[" + string.Join(',', Enumerable.Repeat(1, 200)) + "]}]}",
        "the request's JSON has more than 100 values and brackets (Http:MaxJsonTokens); send large tensors as binary data");

    [Fact]
    public async Task Names_that_are_not_text()
    {
        byte[] body = [.. "{\"inputs\":[{\"name\":\""u8, 0xff, .. "\"}]}"u8];
        var response = await _door.Client.PostAsync("/v2/models/open/infer", new ByteArrayContent(body));
        await MetadataTests.AssertErrorAsync(response, 400, "'name' of input 0: expected UTF-8 text, got bytes that are not");
    }

    private async Task AssertRefusedAsync(string model, string json, string error, int status = 400)
    {
        var response = await _door.Client.PostAsync($"/v2/models/{model}/infer", new StringContent(json, Encoding.UTF8, "application/json"));

        await MetadataTests.AssertErrorAsync(response, status, error);
        Assert.Null(_door.Dispatcher.LastRequest);
        Assert.Empty(_door.Log.Errors);
        await _door.AssertNextRequestWorksAsync();
    }
}
