using System.Text.Json.Nodes;
using OrleansInference.Repository.Check;

namespace OrleansInference.Tests.Repository.Check;

public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void A_sound_repository_has_one_line_and_exit_code_0()
    {
        _repository.With("a/1/model.pt").With("a/2/model.pt").With("b/1/model.pt").With("b/config.pbtxt", "backend: \"pytorch\"");
        Assert.Equal(0, Check(_repository.Root));
        Assert.Equal("2 of 2 model versions can be served: 0 errors, 0 warnings\n", _output.ToString());
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_with_its_place_key_value_and_what_is_allowed()
    {
        _repository.With("a/1/model.pt").With("a/config.pbtxt", "max_batch_size: -1\nplatform: \"onnx\"\nmax_batchsize: 3\n")
            .With("b/1/model.pt").With("b/config.pbtxt", "input [\n")
            .With("c/config.pbtxt", "").WithDirectory("c/1")
            .WithDirectory(".git/1");
        Assert.Equal(1, Check(_repository.Root));
        var root = _repository.Root;
        Assert.Equal(
            [
                $"{root}/a/config.pbtxt:1:17: error: max_batch_size is -1; allowed: an integer from 0 to 2147483647",
                $"{root}/a/config.pbtxt:2:11: error: platform is \"onnx\"; allowed: \"pytorch_libtorch\", \"ensemble\", or nothing",
                $"{root}/a/config.pbtxt:3:1: warning: max_batchsize is unknown and ignored",
                $"{root}/b/config.pbtxt:2:1: error: it is not protobuf text format: ",
                $"{root}/c: error: c/1/model.pt is missing; its directory is empty",
                "0 of 3 model versions can be served: 4 errors, 1 warning",
            ],
            _output.ToString().TrimEnd().Split('\n').Select(line => line.Split("format: ") is [var before, _] ? before + "format: " : line));
    }

    [Fact]
    public void One_model_is_checked_by_its_own_folder()
    {
        _repository.With("a/1/model.pt").With("b/config.pbtxt", "x");
        Assert.Equal(0, Check(Path.Combine(_repository.Root, "a") + "/"));
        Assert.Equal(1, Check(Path.Combine(_repository.Root, "b")));
    }

    [Fact]
    public void Json_has_an_object_for_each_finding()
    {
        _repository.With("a/1/model.pt").With("a/config.pbtxt", "max_batch_size: -1");
        Assert.Equal(1, Check(_repository.Root, "--json"));
        var finding = Assert.Single(JsonNode.Parse(_output.ToString())!.AsArray())!;
        Assert.Equal(($"{_repository.Root}/a/config.pbtxt", 1, 17, "error"), ((string?)finding["file"], (int)finding["line"]!, (int)finding["column"]!, (string?)finding["severity"]));
        Assert.StartsWith("max_batch_size is -1; allowed: ", (string?)finding["message"]);
    }

    [Fact]
    public void A_folder_without_models_is_wrong()
    {
        _repository.With("notes/text");
        Assert.Equal(1, Check(_repository.Root));
        Assert.StartsWith($"{_repository.Root}: error: no model is in it;", _output.ToString());
        Assert.Equal(1, Check("/none"));
        Assert.StartsWith("/none: ", _error.ToString());
    }

    [Fact]
    public void Gpus_are_taken_to_be_there()
    {
        _repository.With("a/1/model.pt").With("a/config.pbtxt", "instance_group { kind: KIND_GPU gpus: [ 3 ] }");
        Assert.Equal(0, Check(_repository.Root));
    }

    [Fact]
    public void Other_arguments_are_not_its_own()
    {
        Assert.Null(CheckCommand.Answer(["--models", "check"], _output, _error));
        Assert.Equal(2, Check());
        Assert.Equal("expected: check DIR [--json]\n", _error.ToString());
    }

    private int? Check(params string[] arguments) => CheckCommand.Answer(["check", .. arguments], _output, _error);
}
