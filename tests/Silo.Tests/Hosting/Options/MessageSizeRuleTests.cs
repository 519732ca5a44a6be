namespace OrleansInference.Hosting;

public sealed class MessageSizeRuleTests
{
    [Fact]
    public void The_defaults_fit() => Assert.Empty(Objections());

    [Theory]
    [InlineData("--http-max-request-body-bytes", "Http:MaxRequestBodyBytes")]
    [InlineData("--http-max-inflated-bytes", "Http:MaxInflatedBytes")]
    [InlineData("--grpc-max-receive-message-bytes", "Grpc:MaxReceiveMessageBytes")]
    [InlineData("--grpc-max-inflated-bytes", "Grpc:MaxInflatedBytes")]
    public void A_door_that_takes_more_than_silos_can_pass_on_is_objected_to(string option, string key)
    {
        Assert.StartsWith($"{key} = 157286400 (", Assert.Single(Objections(option, "157286400")));
        Assert.Empty(Objections(option, "157286400", "--cluster-max-message-bytes", "157286400"));
    }

    [Fact]
    public void A_low_limit_between_silos_names_every_door_option_above_it() =>
        Assert.Equal(4, Objections("--cluster-max-message-bytes", "1048576").Count(objection => objection.Contains("at most Cluster:MaxMessageBytes, which is 1048576", StringComparison.Ordinal)));

    private static IEnumerable<string> Objections(params string[] arguments) =>
        MessageSizeRule.Objections(new Settings(arguments, [], Directory.GetCurrentDirectory(), ServerOptions.Sections));
}
