using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OrleansInference.Hosting;

public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly Dictionary<string, string?> _environment = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_command_line_goes_before_the_environment_and_that_before_the_file()
    {
        WriteFile("""{ "Sample": { "Port": 1, "Name": "file", "Wait": "00:00:01" } }""");
        _environment["ORLEANS_INFERENCE__Sample__Port"] = "2";
        _environment["ORLEANS_INFERENCE__Sample__Name"] = "environment";

        var settings = Read("--sample-port", "3");
        var options = settings.Bind<SampleOptions>();

        Assert.Equal((3, "environment", TimeSpan.FromSeconds(1)), (options.Port, options.Name, options.Wait));
        Assert.Equal("--sample-port", settings.SourceOf("Sample:Port"));
        Assert.Equal("ORLEANS_INFERENCE__Sample__Name", settings.SourceOf("Sample:Name"));
        Assert.Equal("default", settings.SourceOf("Sample:Colour"));
        Assert.Empty(Mistakes(settings));
    }

    [Fact]
    public void Every_mistake_is_told_at_once_with_key_value_source_and_what_is_allowed()
    {
        WriteFile("""{ "Sample": { "Port": 99999, "Prot": 1 }, "Smaple": { "Name": "x" } }""");
        _environment["ORLEANS_INFERENCE__Sample__Wait"] = "soon";

        var mistakes = Mistakes(Read("--sample-colour=blue", "--sample-name", "", "--modles", "x"));

        Assert.Collection(
            mistakes,
            mistake => Assert.Equal("--modles: no such option", mistake),
            mistake => Assert.Contains($"Sample:Prot ({File}): no such setting; did you mean Sample:Port? (Sample has Port, Name", mistake),
            mistake => Assert.Contains("Smaple:Name (", mistake),
            mistake => Assert.StartsWith($"Sample:Port = 99999 ({File}): allowed is a whole number from 1 to 65535", mistake),
            mistake => Assert.Equal("Sample:Name =  (--sample-name): must not be empty", mistake),
            mistake => Assert.StartsWith("Sample:Wait = soon (ORLEANS_INFERENCE__Sample__Wait): allowed is a time such as", mistake),
            mistake => Assert.Equal("Sample:Colour = blue (--sample-colour): allowed is one of Red, Green", mistake));
    }

    [Theory]
    [InlineData(true, "--sample-quiet")]
    [InlineData(true, "--sample-quiet", "--sample-port", "3")]
    [InlineData(true, "--sample-quiet", "true")]
    [InlineData(false, "--sample-quiet", "false")]
    [InlineData(false, "--sample-quiet=false")]
    public void A_switch_of_true_or_false_may_stand_alone(bool quiet, params string[] arguments)
    {
        var settings = Read(arguments);

        Assert.Empty(Mistakes(settings));
        Assert.Equal(quiet, settings.Bind<SampleOptions>().Quiet);
    }

    [Fact]
    public void A_class_of_its_own_validator_is_asked_too_but_does_not_repeat_a_mistake()
    {
        var mistakes = Mistakes(Read("--sample-name", "taken", "--sample-port", "70000"));

        Assert.Equal(2, mistakes.Count);
        Assert.StartsWith("Sample:Port = 70000", mistakes[0]);
        Assert.Equal("Sample:Name is 'taken'; allowed: another one.", mistakes[1]);
    }

    [Fact]
    public void A_relative_path_is_relative_to_the_file_that_has_it_or_else_to_the_working_directory()
    {
        var elsewhere = _folder.CreateSubdirectory("elsewhere");
        System.IO.File.WriteAllText(Path.Combine(elsewhere.FullName, "my.json"), """{ "Sample": { "DataPath": "models" } }""");

        Assert.Equal(Path.Combine(elsewhere.FullName, "models"), Read("--config", "elsewhere/my.json").Bind<SampleOptions>().DataPath);
        Assert.Equal(Path.Combine(_folder.FullName, "models"), Read("--data", "models").Bind<SampleOptions>().DataPath);
        Assert.Equal("data", Read().Bind<SampleOptions>().DataPath);
    }

    [Theory]
    [InlineData("{ \"Sample\": ", "is not valid JSON")]
    [InlineData(null, "there is no file")]
    public void A_file_that_cannot_be_read_is_the_one_mistake(string? json, string expected)
    {
        if (json is not null) WriteFile(json);

        var mistake = Assert.Single(Mistakes(Read("--config", "appsettings.json")));

        Assert.Contains(expected, mistake);
        Assert.Contains(File, mistake);
    }

    [Fact]
    public void An_argument_that_belongs_to_no_switch_is_a_mistake() =>
        Assert.Equal(["models: every argument is an option that starts with -- or the value of one"], Mistakes(Read("models")));

    [Fact]
    public void A_switch_without_its_value_and_a_mistyped_one_are_named()
    {
        var mistakes = Mistakes(Read("--sample-prot", "--sample-port"));

        Assert.Equal("--sample-prot: no such option; did you mean --sample-port?", mistakes[0]);
        Assert.Equal("--sample-port: needs a value: a whole number from 1 to 65535", mistakes[1]);
    }

    private string File => Path.Combine(_folder.FullName, "appsettings.json");

    private void WriteFile(string json) => System.IO.File.WriteAllText(File, json);

    private Settings Read(params string[] arguments) => new(arguments, _environment, _folder.FullName, [SampleOptions.Section]);

    private static IReadOnlyList<string> Mistakes(Settings settings)
    {
        using var services = new ServiceCollection().AddSingleton<IValidateOptions<SampleOptions>, SampleOptions.Validator>().BuildServiceProvider();
        return SettingsValidator.Mistakes(settings, services);
    }
}
