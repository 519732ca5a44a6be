namespace OrleansInference.Hosting;

public sealed class AccessObjectionsTests
{
    [Fact]
    public void This_machine_alone_needs_nothing() => Assert.Empty(Objections());

    [Theory]
    [InlineData("Http:Address", "--http-address")]
    [InlineData("Grpc:Address", "--grpc-address")]
    public void Every_door_that_others_reach_is_objected_to(string key, string option)
    {
        Assert.StartsWith($"{key} = 0.0.0.0: other machines reach this address", Assert.Single(Objections(option, "0.0.0.0")));
        Assert.Empty(Objections(option, "0.0.0.0", "--allow-anonymous"));
    }

    private static IEnumerable<string?> Objections(params string[] arguments) =>
        ServerOptions.AccessObjections(new Settings(arguments, [], Directory.GetCurrentDirectory(), ServerOptions.Sections)).Where(objection => objection is not null);
}
