using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansInference.Hosting;

namespace OrleansInference.Orchestration;

public sealed class HostOptionsTests
{
    [Fact]
    public void Every_mistake_is_told_at_once()
    {
        var mistakes = Mistakes("Embedded", "--orchestrator", "process", "--min-silos", "3", "--max-silos", "2");

        Assert.Equal(2, mistakes.Count);
        Assert.Equal("Hosts:MaxSilos is 2; allowed: at least Hosts:MinSilos, 3.", mistakes[0]);
        Assert.StartsWith("Hosts:Orchestrator is 'process', but the silos of the engine", mistakes[1]);
        Assert.Contains("allowed: in-process, or", mistakes[1]);
    }

    [Theory]
    [InlineData("--orchestrator", "docker", "Hosts:Orchestrator = docker (--orchestrator): allowed is one of none, in-process, process, kubernetes, webhook")]
    [InlineData("--min-silos", "0", "Hosts:MinSilos = 0 (--min-silos): allowed is a whole number from 1 to 1000")]
    [InlineData("--max-silos", "many", "Hosts:MaxSilos = many (--max-silos): allowed is a whole number from 1 to 1000")]
    public void A_value_that_is_not_allowed_is_told(string name, string value, string expected) =>
        Assert.Equal([expected], Mistakes("Orleans", name, value));

    [Theory]
    [InlineData("Orleans", "process")]
    [InlineData("Orleans", "in-process")]
    [InlineData("Embedded", "in-process")]
    [InlineData("Embedded", "none")]
    public void What_the_engine_can_do_is_allowed(string engine, string orchestrator) => Assert.Empty(Mistakes(engine, "--orchestrator", orchestrator));

    [Theory]
    [InlineData(4)]
    [InlineData(2, "--max-silos", "2")]
    [InlineData(6, "--min-silos", "6")]
    public void Most_silos_are_four_unless_said_otherwise(int most, params string[] arguments) =>
        Assert.Equal(most, Read(arguments).Bind<HostOptions>().Most);

    private static Settings Read(params string[] arguments) => new(arguments, [], Directory.GetCurrentDirectory(), ServerOptions.Sections);

    private static IReadOnlyList<string> Mistakes(string engine, params string[] arguments)
    {
        using var services = new ServiceCollection().AddSingleton<IValidateOptions<HostOptions>>(new HostOptionsValidator(engine)).BuildServiceProvider();
        return SettingsValidator.Mistakes(Read(arguments), services);
    }
}
