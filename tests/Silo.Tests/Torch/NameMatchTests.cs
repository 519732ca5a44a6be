namespace OrleansInference.Torch;

public class NameMatchTests
{
    [Theory]
    [InlineData("a b", "a b", "0 1")]
    [InlineData("b a", "a b", "1 0")]
    [InlineData("b", "a b", "1")]
    [InlineData("INPUT__1 INPUT__0", "a b", "1 0")]
    [InlineData("p q", "a b", "0 1")]
    [InlineData("p", "a b", "0")]
    [InlineData("x__1", "y x__1", "1")]
    [InlineData("p q r", "a b", null)]
    [InlineData("a q", "a b", null)]
    [InlineData("a INPUT__1", "a b", null)]
    [InlineData("INPUT__0 INPUT__2", "a b", null)]
    [InlineData("INPUT__0 OTHER__0", "a b", null)]
    public void Names_match_by_name_then_by_number_then_in_order(string configuration, string program, string? expected)
    {
        var match = NameMatch.Resolve(configuration.Split(' '), program.Split(' '));
        Assert.Equal(expected, match is null ? null : string.Join(' ', match));
    }
}
