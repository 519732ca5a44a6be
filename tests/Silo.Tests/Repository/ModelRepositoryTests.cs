using OrleansInference.Control;
using OrleansInference.Models;
using OrleansInference.Repository;
using OrleansInference.Tests.Repository.TextFormat;

namespace OrleansInference.Tests.Repository;

public sealed class ModelRepositoryTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void A_model_without_config_is_served_alone_on_one_cpu_replica_with_the_programs_own_signature()
    {
        var entry = Assert.Single(_repository.With("digits/3/model.pt").Scan());

        Assert.Equal(new ModelVersion("digits", 3), entry.Id);
        var spec = entry.Spec!;
        Assert.Equal(Path.Combine(_repository.Root, "digits", "3", "model.pt"), spec.ProgramPath);
        Assert.Equal("pytorch", spec.Backend);
        Assert.Null(spec.DeclaredSignature);
        Assert.Equal(new BatchingSpec(1, TimeSpan.Zero, 0), spec.Batching);
        Assert.Equal([new DeviceSlot("cpu", 1)], spec.Replicas.ToArray());
        Assert.Empty(spec.WarmUp);
    }

    [Fact]
    public void Entries_are_ordered_by_name_then_version_number()
    {
        _repository.With("b/2/model.pt").With("a/9/model.pt").With("a/10/model.pt").With("a/config.pbtxt", "version_policy { all {} }");

        Assert.Equal(["a/9", "a/10", "b/2"], _repository.Scan().Select(entry => entry.Id.ToString()));
    }

    [Fact]
    public void Without_a_policy_only_the_newest_version_is_served()
    {
        var entries = _repository.With("a/2/model.pt").With("a/10/model.pt").Scan();

        Assert.Equal(10, Assert.Single(entries).Id.Version);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("01")]
    [InlineData("99999999999999999999")]
    public void A_number_that_is_no_version_is_ignored_with_a_warning(string name)
    {
        var entry = Assert.Single(_repository.With("a/1/model.pt").With($"a/{name}/model.pt").Scan());

        Assert.Equal(1, entry.Id.Version);
        Assert.Contains($"a/{name} is ignored", Assert.Single(entry.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_directories_beside_the_versions_are_ignored_silently()
    {
        var entry = Assert.Single(_repository.With("a/1/model.pt").With("a/warmup/data").With("a/v2/model.pt").With("a/-3/model.pt").Scan());

        Assert.Empty(entry.Warnings);
        Assert.NotNull(entry.Spec);
    }

    [Fact]
    public void Folders_that_are_no_models_and_hidden_ones_and_files_are_not_listed()
    {
        _repository.With("samples/seven.png").WithDirectory("empty").With(".git/1/model.pt").With("train.py");

        Assert.Empty(_repository.Scan());
    }

    [Fact]
    public void A_program_outside_a_version_directory_is_listed_with_where_it_should_be()
    {
        var entry = Assert.Single(_repository.With("a/net.pt").Scan());

        Assert.Equal("a/net.pt is not in a version's directory; move it to a/1/model.pt", entry.Reason);
        Assert.Equal(new ModelVersion("a", 0), entry.Id);
    }

    [Fact]
    public void A_path_that_names_a_model_instead_of_the_repository_is_recognised()
    {
        var entry = Assert.Single(_repository.With("1/model.pt").Scan());

        Assert.Contains("Repository:Path should name the folder above", entry.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a@b")]
    [InlineData("a#b")]
    [InlineData("modèle")]
    public void A_name_that_can_not_be_part_of_a_grain_key_is_broken(string name)
    {
        var entry = Assert.Single(_repository.With($"{name}/1/model.pt").Scan());

        Assert.Null(entry.Spec);
        Assert.Equal($"'{name}' is no name for a model; allowed: letters, digits, '.', '_' and '-'", entry.Reason);
    }

    [Fact]
    public void Names_of_letters_digits_dots_underscores_and_dashes_are_served() =>
        Assert.NotNull(Assert.Single(_repository.With("Res.Net_18-v2/1/model.pt").Scan()).Spec);

    [Fact]
    public void A_broken_model_does_not_stop_the_others()
    {
        _repository.With("bad/1/model.pt").With("bad/config.pbtxt", "max_batch_size: 'eight'").With("good/1/model.pt");

        var entries = _repository.Scan();

        Assert.NotNull(entries[0].Reason);
        Assert.NotNull(entries[1].Spec);
    }

    [Fact]
    public void An_empty_version_directory_is_broken_also_where_an_older_version_is_whole()
    {
        var entry = Assert.Single(_repository.With("a/1/model.pt").WithDirectory("a/2").Scan());

        Assert.Equal(new ModelVersion("a", 2), entry.Id);
        Assert.Equal("a/2/model.pt is missing; its directory is empty", entry.Reason);
    }

    [Fact]
    public void A_missing_program_is_reported_with_what_is_there_instead()
    {
        var entry = Assert.Single(_repository.With("a/1/net.pt").With("a/1/notes.txt").Scan());

        Assert.Equal(
            "a/1/model.pt is missing; its directory has net.pt, notes.txt: rename the program, or name it with default_model_filename in config.pbtxt",
            entry.Reason);
    }

    [Fact]
    public void An_empty_program_is_broken() =>
        Assert.Equal("a/1/model.pt is empty", Assert.Single(_repository.With("a/1/model.pt", "").Scan()).Reason);

    [Fact]
    public void A_program_that_is_a_directory_is_broken() =>
        Assert.StartsWith("a/1/model.pt is a directory", Assert.Single(_repository.WithDirectory("a/1/model.pt").Scan()).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_config_without_versions_is_broken()
    {
        var entry = Assert.Single(_repository.With("a/config.pbtxt", "").Scan());

        Assert.Equal("a has no version; expected a numbered directory, such as a/1/model.pt", entry.Reason);
    }

    [Fact]
    public void A_config_that_is_not_text_format_is_broken_with_the_place()
    {
        var reason = _repository.Reason("name: \"m\"\ninput [");

        Assert.Equal("config.pbtxt is not protobuf text format: 2:8 expected ':' or '{' after 'input', found the end of the file", reason);
    }

    [Fact]
    public void A_config_that_is_not_utf8_is_broken()
    {
        _repository.With("a/1/model.pt").WithBytes("a/config.pbtxt", [0x61, 0xFF]);

        Assert.Equal("config.pbtxt is not UTF-8 at byte 1", Assert.Single(_repository.Scan()).Reason);
    }

    [Fact]
    public void A_huge_config_is_broken_without_being_read() =>
        Assert.Equal("config.pbtxt has 4194305 bytes; allowed: at most 4194304", _repository.Reason(new string(' ', (4 << 20) + 1)));

    [Fact]
    public void A_config_that_can_not_be_read_is_broken()
    {
        var entry = Assert.Single(_repository.With("a/1/model.pt").WithDirectory("a/config.pbtxt").Scan());

        Assert.StartsWith("config.pbtxt can't be read", entry.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_config_that_links_to_nothing_is_broken_rather_than_ignored()
    {
        _repository.With("a/1/model.pt");
        File.CreateSymbolicLink(Path.Combine(_repository.Root, "a", "config.pbtxt"), "gone.pbtxt");

        Assert.Equal("config.pbtxt is missing", Assert.Single(_repository.Scan()).Reason);
    }

    [Fact]
    public void Links_to_models_versions_and_programs_are_followed()
    {
        using var elsewhere = new TemporaryRepository().With("store/program").With("real/1/model.pt");
        Directory.CreateSymbolicLink(Path.Combine(_repository.Root, "linked"), Path.Combine(elsewhere.Root, "real"));
        _repository.WithDirectory("own/1");
        File.CreateSymbolicLink(Path.Combine(_repository.Root, "own", "1", "model.pt"), Path.Combine(elsewhere.Root, "store", "program"));

        Assert.All(_repository.Scan(), entry => Assert.Null(entry.Reason));
        Assert.Equal(2, _repository.Scan().Length);
    }

    [Fact]
    public async Task One_model_is_found_by_its_name_and_nothing_outside_of_the_repository_is()
    {
        var repository = _repository.With("a/1/model.pt").With(".hidden/1/model.pt").Open();

        Assert.Equal("a/1", Assert.Single((await repository.ScanAsync("a", null))!.Versions).Id.ToString());
        foreach (var name in new[] { "b", "", ".", "..", "../a", "a/1", ".hidden", Path.Combine(_repository.Root, "a") })
            Assert.Null(await repository.ScanAsync(name, null));
    }

    [Fact]
    public void A_look_tells_a_change_of_any_file_that_was_read_and_no_other()
    {
        _repository.With("a/1/model.pt").With("a/labels.txt", "cat").With("a/config.pbtxt",
            """
            input { name: "x" data_type: TYPE_FP32 dims: 1 }
            output { name: "y" data_type: TYPE_FP32 dims: 1 label_filename: "labels.txt" }
            """);
        Fingerprint Now() => Assert.Single(_repository.Scan()).Files;
        var seen = new HashSet<Fingerprint> { Now() };
        Assert.Contains(_repository.With("a/notes.txt").Scan()[0].Files, seen);

        foreach (var file in new[] { "1/model.pt", "labels.txt", "config.pbtxt" })
        {
            File.SetLastWriteTimeUtc(Path.Combine(_repository.Root, "a", file), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            Assert.True(seen.Add(Now()), file);
        }
        File.AppendAllText(Path.Combine(_repository.Root, "a/1/model.pt"), "!");
        File.SetLastWriteTimeUtc(Path.Combine(_repository.Root, "a/1/model.pt"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.True(seen.Add(Now()));
        Directory.CreateDirectory(Path.Combine(_repository.Root, "elsewhere"));
        File.Move(Path.Combine(_repository.Root, "a/1/model.pt"), Path.Combine(_repository.Root, "elsewhere/program"));
        File.CreateSymbolicLink(Path.Combine(_repository.Root, "a/1/model.pt"), "../../elsewhere/program");
        Assert.Contains(Now(), seen);
        File.AppendAllText(Path.Combine(_repository.Root, "elsewhere/program"), "!");
        Assert.True(seen.Add(Now()));
    }

    [Fact]
    public void The_options_give_the_default_replicas_and_threads()
    {
        var spec = _repository.With("a/1/model.pt").Scan(new RepositoryOptions { DefaultReplicas = 2, ThreadsPerReplica = 3 })[0].Spec!;

        Assert.Equal([new DeviceSlot("cpu", 3), new DeviceSlot("cpu", 3)], spec.Replicas.ToArray());
    }

    [Fact]
    public void A_silo_with_gpus_gives_an_unconfigured_model_a_replica_on_each()
    {
        var spec = _repository.With("a/1/model.pt").Scan(new RepositoryOptions { Gpus = 2 })[0].Spec!;

        Assert.Equal(["cuda:0", "cuda:1"], spec.Replicas.Select(slot => slot.Device));
    }

    [Fact]
    public void Arbitrary_configs_never_stop_the_scan()
    {
        string[] names =
        [
            "input", "output", "dims", "data_type", "reshape", "shape", "label_filename", "name", "max_batch_size", "model_warmup", "inputs", "key", "value", "batch_size",
            "random_data", "input_data_file", "instance_group", "gpus", "count", "kind", "version_policy", "latest", "specific", "versions", "dynamic_batching", "parameters",
            "string_value", "PADDING", "preferred_batch_size", "priority_levels", "default_priority_level", "default_queue_policy", "priority_queue_policy", "timeout_action", "model_transaction_policy", "sequence_batching", "optimization", "unheard_of",
        ];
        for (var seed = 0; seed < 300; seed++)
        {
            var (config, _) = new RandomTextFormat(new Random(seed), names).Write();

            var entry = _repository.Configured(config);

            Assert.True(entry.Spec is null != entry.Reason is null, $"seed {seed}: {config}");
        }
    }
}
