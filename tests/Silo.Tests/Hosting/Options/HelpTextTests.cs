using Microsoft.Extensions.DependencyInjection;
using OrleansInference.FrontDoors.Grpc;
using OrleansInference.FrontDoors.Http;

namespace OrleansInference.Hosting;

public sealed class HelpTextTests
{
    [Fact]
    public void Help_has_every_option_with_its_names_default_and_allowed_values()
    {
        var help = HelpText.For(ServerOptions.Sections);

        Assert.Contains("--http-port N   [8000]", help);
        Assert.Contains("A whole number from 0 to 65535. Http:Port; ORLEANS_INFERENCE__Http__Port", help);
        Assert.Contains("--tls-certificate, --tls-certificate-path PATH   [none]", help);
        Assert.Contains("--allow-anonymous, --access-allow-anonymous [true|false]   [False]", help);
        Assert.Contains("--models, --repository-path PATH   [models]", help);
        Assert.All(ServerOptions.Sections.SelectMany(section => section.Options), option => Assert.Contains(option.Key, help));
    }

    [Fact]
    public void Every_option_says_what_it_does()
    {
        var summaries = new OptionSummaries();

        Assert.All(ServerOptions.Sections.SelectMany(section => section.Options), option => Assert.NotEmpty(summaries.Of(option)));
    }

    [Fact]
    public void No_two_options_share_a_switch_but_the_doors_their_address()
    {
        var switches = ServerOptions.Sections.SelectMany(section => section.Options).SelectMany(option => option.Switches).ToArray();

        Assert.Equal(["--address"], switches.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Theory]
    [InlineData("--address 10.0.0.1", "10.0.0.1", "10.0.0.1")]
    [InlineData("--address 10.0.0.1 --grpc-address ::1", "10.0.0.1", "::1")]
    [InlineData("--grpc-port 9", "127.0.0.1", "127.0.0.1")]
    public void The_address_is_both_doors_unless_one_has_its_own(string arguments, string http, string grpc)
    {
        var settings = new Settings(arguments.Split(' '), [], Directory.GetCurrentDirectory(), ServerOptions.Sections);

        Assert.Equal((http, grpc), (settings.Bind<HttpDoorOptions>().Address, settings.Bind<GrpcDoorOptions>().Address));
        Assert.Empty(settings.Mistakes);
    }

    [Fact]
    public void The_defaults_are_allowed_values()
    {
        var settings = new Settings([], [], Directory.GetCurrentDirectory(), ServerOptions.Sections);
        using var services = new ServiceCollection().BuildServiceProvider();

        Assert.Empty(SettingsValidator.Mistakes(settings, services));
    }
}
