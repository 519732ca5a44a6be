using System.Text;
using OrleansInference.Ensembles;
using OrleansInference.FrontDoors;
using OrleansInference.FrontDoors.Http.Json;
using OrleansInference.Models;
using OrleansInference.Repository.Check;

namespace OrleansInference.Tests.Repository.Config;

public sealed class EnsembleConfigTests : IDisposable
{
    private const string Tensors = "input { name: 'in' data_type: TYPE_FP32 dims: -1 } output { name: 'out' data_type: TYPE_FP32 dims: -1 }";
    private const string Model = "max_batch_size: 8 input { name: 'x' data_type: TYPE_FP32 dims: -1 } output { name: 'y' data_type: TYPE_FP32 dims: -1 }";
    private const string Last = "step { model_name: 'b' input_map { key: 'x' value: 't' } output_map { key: 'y' value: 'out' } }";
    private const string Steps = "step { model_name: 'a' model_version: -1 input_map { key: 'x' value: 'in' } output_map { key: 'y' value: 't' } }" + Last;

    private readonly TemporaryRepository _repository = new TemporaryRepository()
        .With("a/1/model.pt").With("a/config.pbtxt", Model).With("b/1/model.pt").With("b/2/model.pt").With("b/config.pbtxt", Model).WithDirectory("e/1");

    public void Dispose() => _repository.Dispose();

    [Theory]
    [InlineData("platform: 'ensemble'")]
    [InlineData("backend: 'ensemble'")]
    [InlineData("platform: 'ensemble' backend: 'ensemble'")]
    public void An_ensemble_needs_steps_and_an_empty_version_directory(string platform)
    {
        var version = Read($"{platform} max_batch_size: 4 {Tensors} ensemble_scheduling {{ {Steps.Replace("'b'", "'b' model_version: 2", StringComparison.Ordinal)} }}");

        Assert.Null(version.Reason);
        Assert.Empty(version.Warnings);
        var spec = version.Spec!;
        Assert.Equal((EnsembleSpec.Platform, EnsembleSpec.Platform, 4), (spec.Backend, spec.DeclaredSignature!.Platform, spec.DeclaredSignature.MaxBatchSize));
        Assert.Empty(spec.Replicas);
        Assert.Equal([("a", (long?)null), ("b", 2)], spec.Ensemble!.Steps.Select(step => (step.Model, step.Version)));
        Assert.Equal(new TensorMapping("x", "t"), Assert.Single(spec.Ensemble.Steps[1].Inputs));
        Assert.Equal(new TensorMapping("y", "out"), Assert.Single(spec.Ensemble.Steps[1].Outputs));
    }

    [Fact]
    public void A_list_of_steps_and_of_entries_is_read_too() =>
        Assert.Null(Read($"platform: 'ensemble' {Tensors} ensemble_scheduling {{ step [ {{ model_name: 'a' input_map [ {{ key: 'x' value: 'in' }} ] output_map [ {{ key: 'y' value: 'out' }} ] }} ] }}").Reason);

    [Theory]
    [InlineData("", "ensemble_scheduling is missing; it has the steps of an ensemble")]
    [InlineData("ensemble_scheduling { }", "ensemble_scheduling.step is missing; it is a model to run; an ensemble has at least one")]
    [InlineData("ensemble_scheduling { step { } }", "ensemble_scheduling.step[0].model_name is missing")]
    [InlineData("ensemble_scheduling { step { model_name: 'a' } }", "ensemble_scheduling.step[0].input_map is missing")]
    [InlineData("ensemble_scheduling { step { model_name: 'a' } }", "ensemble_scheduling.step[0].output_map is missing")]
    [InlineData("ensemble_scheduling { step { model_name: 'a' model_version: -2 } }", "step[0].model_version is -2; allowed: an integer of at least -1")]
    [InlineData("ensemble_scheduling { step { model_name: 'a' model_namespace: 'n' } }", "step[0].model_namespace is \"n\"; allowed: nothing")]
    [InlineData("ensemble_scheduling { step { input_map [ { key: 'x' value: 'in' }, { key: 'x' value: 'in' } ] } }", "step[0].input_map[1] names \"x\" again")]
    [InlineData("ensemble_scheduling { step { input_map { key: 'x' } } }", "step[0].input_map[0].value is missing")]
    [InlineData("instance_group { count: 2 } ensemble_scheduling { " + Steps + " }", "instance_group is not for an ensemble")]
    [InlineData("dynamic_batching { } ensemble_scheduling { " + Steps + " }", "dynamic_batching is not for an ensemble")]
    [InlineData("model_warmup { name: 'w' } ensemble_scheduling { " + Steps + " }", "model_warmup is not for an ensemble")]
    [InlineData("backend: 'pytorch'", "backend is \"pytorch\"; allowed: \"ensemble\", or nothing")]
    public void What_is_wrong_with_it_is_told(string config, string expected) =>
        Assert.Contains(expected, Read($"platform: 'ensemble' {Tensors} {config}").Reason, StringComparison.Ordinal);

    [Fact]
    public void It_declares_its_inputs_and_outputs()
    {
        var reason = Read($"platform: 'ensemble' max_batch_size: 4 ensemble_scheduling {{ {Steps} }}").Reason;
        Assert.Equal("config.pbtxt is wrong: 1:1 input is missing; an ensemble declares its inputs and outputs", reason);
        Assert.Contains("output is missing; an ensemble declares", Read($"platform: 'ensemble' input {{ name: 'in' data_type: TYPE_FP32 dims: 1 }} ensemble_scheduling {{ {Steps} }}").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("step { model_name: 'nope' input_map { key: 'x' value: 'in' } output_map { key: 'y' value: 't' } }", "step[0].model_name: model 'nope' is not in the repository")]
    [InlineData("step { model_name: '../a' input_map { key: 'x' value: 'in' } output_map { key: 'y' value: 't' } }", "step[0].model_name: model '../a' is not in the repository")]
    [InlineData("step { model_name: 'b' model_version: 1 input_map { key: 'x' value: 'in' } output_map { key: 'y' value: 't' } }", "step[0].model_name: model 'b' has no version 1 that is served; it has 2")]
    [InlineData("step { model_name: 'broken' input_map { key: 'x' value: 'in' } output_map { key: 'y' value: 't' } }", "step[0].model_name: model 'broken' can't be served: config.pbtxt is wrong")]
    [InlineData("step { model_name: 'a' input_map { key: 'z' value: 'in' } output_map { key: 'y' value: 't' } }", "ensemble_scheduling.step[0].input_map \"z\" names no input of model 'a'; it has 'x'")]
    [InlineData("step { model_name: 'ints' input_map { key: 'x' value: 'in' } output_map { key: 'y' value: 't' } }", "ensemble_scheduling.step[0].input_map \"x\" makes 'in' INT32 for model 'ints', and it is FP32 for the ensemble")]
    public void It_is_checked_against_the_models_of_its_steps(string step, string expected)
    {
        _repository.With("broken/1/model.pt").With("broken/config.pbtxt", "max_batch_size: -1")
            .With("ints/1/model.pt").With("ints/config.pbtxt", Model.Replace("'x' data_type: TYPE_FP32", "'x' data_type: TYPE_INT32", StringComparison.Ordinal));
        Assert.Contains(expected, Read($"platform: 'ensemble' max_batch_size: 8 {Tensors} ensemble_scheduling {{ {step} {Last} }}").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_whose_program_tells_its_signature_is_checked_when_it_has_loaded()
    {
        _repository.With("plain/1/model.pt");
        Assert.Null(Read($"platform: 'ensemble' {Tensors} ensemble_scheduling {{ step {{ model_name: 'plain' input_map {{ key: 'any' value: 'in' }} output_map {{ key: 'thing' value: 'out' }} }} }}").Reason);
    }

    [Fact]
    public void Its_batches_are_no_larger_than_its_models_take() =>
        Assert.Contains(
            "ensemble_scheduling.step[1] takes batches of at most 8, and max_batch_size of the ensemble is 9",
            Read($"platform: 'ensemble' max_batch_size: 9 {Tensors} ensemble_scheduling {{ {Steps} }}").Reason, StringComparison.Ordinal);

    [Fact]
    public void Ensembles_may_stand_in_ensembles_but_not_in_themselves()
    {
        string Of(string model) => $"platform: 'ensemble' {Tensors} ensemble_scheduling {{ step {{ model_name: '{model}' input_map {{ key: '{(model == "a" ? "x" : "in")}' value: 'in' }} output_map {{ key: '{(model == "a" ? "y" : "out")}' value: 'out' }} }} }}";
        _repository.WithDirectory("f/1").With("f/config.pbtxt", Of("a"));
        Assert.Null(Read(Of("f")).Reason);

        _repository.With("f/config.pbtxt", Of("e"));
        Assert.Contains("model 'f' can't be served: config.pbtxt is wrong", Read(Of("f")).Reason, StringComparison.Ordinal);
        Assert.Contains("model 'e' stands on this ensemble: e → f → e", Read(Of("f")).Reason, StringComparison.Ordinal);
        Assert.Contains("stands on this ensemble: e → e", Read(Of("e")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_check_tells_all_of_it_with_its_places()
    {
        _repository.With("e/config.pbtxt", $$"""
            platform: "ensemble"
            input { name: "in" data_type: TYPE_FP32 dims: -1 }
            input { name: "spare" data_type: TYPE_FP32 dims: -1 }
            output { name: "out" data_type: TYPE_FP32 dims: -1 }
            ensemble_scheduling {
              step {
                model_name: "nope"
                input_map { key: "x" value: "in" }
                output_map { key: "y" value: "t" }
              }
              step {
                model_name: "b"
                input_map { key: "x" value: "t" }
                output_map { key: "z" value: "t" }
              }
            }
            """);
        string[] expected =
        [
            ":3:7: error: input[1] 'spare' is read by no step",
            ":4:8: error: output[0] 'out' is written by no step",
            ":6:8: error: ensemble_scheduling.step[0] would never run: no output of the ensemble needs what it writes",
            ":7:17: error: ensemble_scheduling.step[0].model_name: model 'nope' is not in the repository",
            ":11:8: error: ensemble_scheduling.step[1] would never run: no output of the ensemble needs what it writes",
            ":14:16: error: ensemble_scheduling.step[1].output_map \"z\" writes 't', which step[0] writes; a tensor is written once",
            ":14:16: error: ensemble_scheduling.step[1].output_map \"z\" names no output of model 'b'; it has 'y'",
        ];

        var root = _repository.Root;
        foreach (var checkedFolder in new[] { root, Path.Combine(root, "e") }) // the model alone finds the others beside it
            Assert.Equal(expected.Select(line => $"{root}/e/config.pbtxt{line}"), RepositoryCheck.Run(checkedFolder).Findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public async Task The_answer_of_the_doors_has_the_steps_and_can_be_loaded()
    {
        var spec = Read($"platform: 'ensemble' max_batch_size: 4 {Tensors} ensemble_scheduling {{ {Steps} }}").Spec!;
        var config = ConfigMessage.Of(spec, spec.DeclaredSignature!);

        Assert.Equal(("ensemble", ""), (config.Platform, config.Backend));
        Assert.Null(config.DynamicBatching);
        Assert.Empty(config.InstanceGroup);
        var step = config.EnsembleScheduling.Step[0];
        Assert.Equal(("a", -1, "in", "t"), (step.ModelName, step.ModelVersion, step.InputMap["x"], step.OutputMap["y"]));

        using var stream = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(stream)) ProtoJson.Write(json, config);
        var given = Assert.Single((await _repository.Open().ScanAsync("e", Encoding.UTF8.GetString(stream.ToArray())))!.Versions);
        Assert.Null(given.Reason);
        Assert.Equal(config, ConfigMessage.Of(given.Spec!, given.Spec!.DeclaredSignature!));
    }

    [Fact]
    public void An_ensemble_without_a_version_directory_is_told() =>
        Assert.Contains(
            "f has no version; expected a numbered directory, such as f/1/; that of an ensemble may be empty",
            _repository.With("f/config.pbtxt", $"platform: 'ensemble' {Tensors} ensemble_scheduling {{ {Steps} }}").Scan().Single(version => version.Id.Model == "f").Reason,
            StringComparison.Ordinal);

    private Control.ScannedVersion Read(string config) =>
        _repository.With("e/config.pbtxt", config).Scan().Single(version => version.Id.Model == "e");
}
