using System.Runtime.InteropServices;
using OrleansInference.Cli.Npy;

namespace OrleansInference.Cli.Commands;

public sealed class InferArraysTests : IAsyncLifetime
{
    private const string Pair =
        """{"name": "pair", "inputs": [{"name": "a", "datatype": "FP32", "shape": [-1, 3]}, {"name": "b", "datatype": "INT16", "shape": [-1, 3]}], "outputs": []}""";

    private OiRunner _oi = null!;

    public async Task InitializeAsync()
    {
        _oi = await OiRunner.StartAsync();
        _oi.Server.AnswerJson("/v2/models/pair", Pair)
            .AnswerJson("/v2/models/one", """{"name": "one", "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 3]}], "outputs": [{"name": "scores", "datatype": "FP32", "shape": [-1, 2]}]}""")
            .AnswerBinary(
                "/v2/models/pair/infer",
                """{"model_name": "pair", "model_version": "1", "outputs": [{"name": "sum", "datatype": "FP32", "shape": [2, 1], "parameters": {"binary_data_size": 8}}, {"name": "../who", "datatype": "BYTES", "shape": [1], "data": ["für"]}]}""",
                [.. MemoryMarshal.AsBytes<float>([1.5f, 2.5f])]);
    }

    public async Task DisposeAsync() => await _oi.DisposeAsync();

    [Fact]
    public async Task Arrays_are_sent_as_the_inputs_that_they_are_named_for()
    {
        var exitCode = await _oi.RunAsync("infer", "pair", "--npy", "b=" + Save("b", NumpyFiles.BigEndianFortranInt16), "--npy", Save("a.npy", NumpyFiles.ByType["Fp32"]));

        Assert.Equal((0, ""), (exitCode, _oi.Error));
        Assert.Equal("sum  FP32 [2,1]  [1.5,2.5]\n../who  BYTES [1]  [\"für\"]\n", _oi.Output);
        Assert.Equal("b INT16 [2,3],a FP32 [2,3]", string.Join(',', _oi.Server.Json!["inputs"]!.AsArray().Select(input => $"{input!["name"]} {input["datatype"]} {input["shape"]!.ToJsonString()}")));
        Assert.Equal([0, 1, 2, 3, 4, 5], MemoryMarshal.Cast<byte, short>(_oi.Server.Raw.AsSpan(0, 12)).ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 5], MemoryMarshal.Cast<byte, float>(_oi.Server.Raw.AsSpan(12)).ToArray());
    }

    [Fact]
    public async Task Of_a_batch_every_item_is_classified()
    {
        _oi.Server.AnswerJson("/v2/models/one/infer", """{"model_name": "one", "outputs": [{"name": "scores", "datatype": "BYTES", "shape": [2, 2], "data": ["0.75:1:cat", "0.25:0:dog", "0.9:0:dog", "0.1:1:cat"]}]}""");
        Assert.Equal(0, await _oi.RunAsync("infer", "one", "--npy", Save("x.npy", NumpyFiles.ByType["Fp32"])));
        Assert.Equal("0  cat  75.0 %\n1  dog  90.0 %\n", _oi.Output);

        await _oi.RunAsync("infer", "one", "--npy", Save("x.npy", NumpyFiles.ByType["Fp32"]), "--json", "--top", "2");
        Assert.Contains("""{"item":1,"label":"cat","index":1,"value":0.1}]}""", _oi.Output);
    }

    [Fact]
    public async Task Outputs_are_written_as_arrays_and_their_names_stay_in_the_folder()
    {
        var folder = Path.Combine(_oi.Folder, "answers");
        Assert.Equal(0, await _oi.RunAsync("infer", "pair", "--npy", Save("a.npy", NumpyFiles.ByType["Fp32"]), "--output-npy", folder));

        Assert.Equal($"sum  FP32 [2,1]  {folder}/sum.npy\n../who  BYTES [1]  {folder}/_who.npy\n", _oi.Output);
        var sum = NpyReader.Read(await File.ReadAllBytesAsync(Path.Combine(folder, "sum.npy")));
        Assert.Equal([1.5f, 2.5f], MemoryMarshal.Cast<byte, float>(sum.Data.Span).ToArray());
        Assert.Equal(["für"], NpyReaderTests.Texts(NpyReader.Read(await File.ReadAllBytesAsync(Path.Combine(folder, "_who.npy")))));
    }

    [Fact]
    public async Task One_output_goes_to_the_file_that_is_named()
    {
        _oi.Server.AnswerJson("/v2/models/one/infer", """{"model_name": "one", "outputs": [{"name": "scores", "datatype": "INT32", "shape": [3], "data": [1, 2, 3]}]}""");
        var file = Path.Combine(_oi.Folder, "y.npy");
        Assert.Equal(0, await _oi.RunAsync("infer", "one", "--npy", Save("x.npy", NumpyFiles.ByType["Fp32"]), "--output-npy", file, "--json"));
        var array = NpyReader.Read(await File.ReadAllBytesAsync(file));
        Assert.Equal([1, 2, 3], MemoryMarshal.Cast<byte, int>(array.Data.Span).ToArray());
        Assert.Equal($$"""{"model_name":"one","model_version":"0","outputs":[{"name":"scores","datatype":"INT32","shape":[3],"file":"{{file}}"}]}""" + "\n", _oi.Output);
    }

    [Theory]
    [InlineData("pair", "z=FILE", "Model 'pair' has no input 'z'; its inputs are 'a' FP32 [-1,3], 'b' INT16 [-1,3].")]
    [InlineData("pair", "FILE", "Model 'pair' has 2 inputs: say which of them 'FILE' is for, as in --npy a=FILE;")]
    [InlineData("pair", "b=FILE", "Input 'b' takes INT16, and 'FILE' holds FP32; save it with .astype('<i2').")]
    [InlineData("one", "FILE.no", "Can't read 'FILE.no': Could not find file")]
    public async Task An_array_that_does_not_fit_says_what_would(string model, string value, string expected)
    {
        var file = Save("array", NumpyFiles.ByType["Fp32"]);
        Assert.Equal(1, await _oi.RunAsync("infer", model, "--npy", value.Replace("FILE", file, StringComparison.Ordinal)));
        Assert.StartsWith("oi: " + expected.Replace("FILE", file, StringComparison.Ordinal), _oi.Error);
    }

    [Fact]
    public async Task Mistakes_in_files_are_one_line()
    {
        var (array, text) = (Save("a.npy", NumpyFiles.ByType["Fp32"]), Save("text", "text"u8));
        Assert.Equal(1, await _oi.RunAsync("infer", "one", "--npy", text));
        Assert.Equal(1, await _oi.RunAsync("infer", "pair", "--npy", array, "--npy", "a=" + array));
        Assert.Equal(1, await _oi.RunAsync("infer", "pair", "--npy", array, "--output-npy", Path.Combine(_oi.Folder, "y.npy")));
        Assert.Equal(1, await _oi.RunAsync("infer", "pair", "--npy", array, "--output-npy", text));
        var lines = _oi.Error.TrimEnd().Split('\n');
        Assert.Equal($"oi: Can't use '{text}' as an array: it is no NumPy file. Expected a file of numpy.save.", lines[0]);
        Assert.Equal("oi: Input 'a' is given twice.", lines[1]);
        Assert.Equal($"oi: The model has 2 outputs (sum, ../who), and '{_oi.Folder}/y.npy' is one file: name a directory.", lines[2]);
        Assert.StartsWith($"oi: Can't write '{text}/sum.npy': ", lines[3]);
    }

    private string Save(string name, byte[] content) => _oi.Save(name, content);

    private string Save(string name, ReadOnlySpan<byte> content) => _oi.Save(name, content);
}
