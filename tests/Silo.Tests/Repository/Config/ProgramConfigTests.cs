namespace OrleansInference.Tests.Repository.Config;

public sealed class ProgramConfigTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("name: 'm'")]
    [InlineData("name: ''")]
    [InlineData("platform: 'pytorch_libtorch'")]
    [InlineData("backend: 'pytorch'")]
    [InlineData("platform: 'pytorch_libtorch' backend: 'pytorch'")]
    public void These_all_mean_a_torchscript_program(string config) => Assert.Equal("pytorch", _repository.Spec(config).Backend);

    [Theory]
    [InlineData("name: 'n'", "1:7 name is \"n\"; allowed: \"m\", the name of the directory, or nothing")]
    [InlineData("name: m", "1:7 name is m; allowed: a text in quotes")]
    [InlineData("platform: 'onnxruntime_onnx'", "1:11 platform is \"onnxruntime_onnx\"; allowed: \"pytorch_libtorch\", \"ensemble\", or nothing")]
    [InlineData("platform: 'pytorch_libtorch' backend: 'onnx'", "1:39 backend is \"onnx\"; allowed: \"pytorch\"")]
    [InlineData("default_model_filename: '../model.pt'", "1:25 default_model_filename is \"../model.pt\"; allowed: a path within the version's directory")]
    [InlineData("default_model_filename: '/model.pt'", "allowed: a path within the version's directory")]
    public void A_program_that_is_not_this_models_is_refused(string config, string expected) =>
        Assert.Contains(expected, _repository.Reason(config), StringComparison.Ordinal);

    [Fact]
    public void The_program_may_have_another_file_name()
    {
        var spec = _repository.With("m/1/net.pt").Spec("default_model_filename: 'net.pt'");

        Assert.Equal(Path.Combine(_repository.Root, "m", "1", "net.pt"), spec.ProgramPath);
    }

    [Fact]
    public void Another_backend_needs_a_file_only_where_the_config_names_one()
    {
        _repository.WithDirectory("m/1").With("m/config.pbtxt", "backend: 'managed'").WithDirectory("n/1").With("n/config.pbtxt", "backend: 'managed' default_model_filename: 'f'");

        var entries = _repository.Scan();

        Assert.Equal("managed", entries[0].Spec!.Backend);
        Assert.Equal("", entries[0].Spec!.ProgramPath);
        Assert.StartsWith("n/1/f is missing", entries[1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "4")]
    [InlineData("version_policy { }", "4")]
    [InlineData("version_policy: { latest: { num_versions: 2 } }", "3 4")]
    [InlineData("version_policy { latest { num_versions: 9 } }", "1 3 4")]
    [InlineData("version_policy { all { } }", "1 3 4")]
    [InlineData("version_policy { specific { versions: [ 3, 1, 3 ] } }", "1 3")]
    public void The_policy_chooses_the_versions(string config, string expected)
    {
        _repository.With("m/3/model.pt").With("m/4/model.pt").With("m/1/model.pt").With("m/config.pbtxt", config);

        var entries = _repository.Scan();

        Assert.All(entries, entry => Assert.Null(entry.Reason));
        Assert.Equal(expected, string.Join(' ', entries.Select(entry => entry.Id.Version)));
    }

    [Fact]
    public void A_specific_version_that_is_not_there_is_listed_as_broken_beside_the_others()
    {
        _repository.With("m/1/model.pt").With("m/2/model.pt").With("m/config.pbtxt", "version_policy { specific { versions: [ 1, 7 ] } }");

        var entries = _repository.Scan();

        Assert.NotNull(entries[0].Spec);
        Assert.Equal("version_policy names version 7, which m does not have; it has 1, 2", entries[1].Reason);
        Assert.Equal(7, entries[1].Id.Version);
    }

    [Theory]
    [InlineData("version_policy { latest { } }", "version_policy.latest.num_versions is missing")]
    [InlineData("version_policy { latest { num_versions: 0 } }", "version_policy.latest.num_versions is 0; allowed: an integer from 1")]
    [InlineData("version_policy { specific { } }", "version_policy.specific.versions is missing")]
    [InlineData("version_policy { specific { versions: [1, 0] } }", "version_policy.specific.versions[1] is 0; allowed: an integer of at least 1")]
    [InlineData("version_policy { all {} latest { num_versions: 1 } }", "version_policy is a message; allowed: one of latest, all and specific")]
    public void A_policy_that_chooses_nothing_is_refused(string config, string expected) =>
        Assert.Contains(expected, _repository.Reason(config), StringComparison.Ordinal);
}
