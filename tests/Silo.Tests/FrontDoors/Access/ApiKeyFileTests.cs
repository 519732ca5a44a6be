using OrleansInference.FrontDoors.Reload;

namespace OrleansInference.FrontDoors.Access;

public sealed class ApiKeyFileTests
{
    private const string Place = "Access:KeysPath 'keys.json': keys";

    [Fact]
    public void An_entry_is_read_with_all_it_says()
    {
        var key = Assert.Single(Parse($$"""
            {"keys": [{"name": "batch", "sha256": "{{KeysFile.Hash("k").ToUpperInvariant()}}", "models": ["a", "b-*"], "scopes": ["infer", "admin"],
              "rate": {"requestsPerSecond": 2.5, "burst": 7}, "expires": "2027-01-01T00:00:00Z"}]}
            """).Value!.Keys);

        Assert.Equal(("batch", AccessScopes.Infer | AccessScopes.Admin, new RateLimit(2.5, 7)), (key.Name, key.Scopes, key.Rate));
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), key.Expires);
        Assert.Equal(Convert.FromHexString(KeysFile.Hash("k")), key.Hash);
        Assert.Equal([true, true, true, false, false, false], ((string[])["a", "b-1", "b-", "ab", "b", "A"]).Select(key.Covers));
    }

    [Fact]
    public void What_an_entry_leaves_out_is_the_scope_infer_no_rate_and_no_end()
    {
        var key = Assert.Single(Parse($$"""{"keys": [{"name": "k", "sha256": "{{KeysFile.Hash("k")}}", "models": ["*"]}]}""").Value!.Keys);

        Assert.Equal((AccessScopes.Infer, null, null), (key.Scopes, key.Rate, key.Expires));
    }

    [Theory]
    [InlineData(2.5, 3)]
    [InlineData(0.5, 1)]
    public void Without_a_burst_it_is_what_comes_in_a_second(double requestsPerSecond, int burst) => Assert.Equal(
        burst, Parse($$$"""{"keys": [{{{KeysFile.Entry("k", rest: $$""", "rate": {"requestsPerSecond": {{requestsPerSecond}}}""")}}}]}""").Value!.Keys[0].Rate!.Burst);

    [Fact]
    public void A_file_without_keys_lets_nobody_in_and_is_no_mistake() => Assert.Empty(Parse("""{"keys": []}""").Value!.Keys);

    [Fact]
    public void Every_mistake_of_every_entry_is_told_at_once()
    {
        const string Models = "a list of model names, where * stands for any characters (letters, digits, '.', '_' and '-')";

        var mistakes = Parse($$$"""
            {"keys": [
              {"sha256": "abc", "models": []},
              {"name": "b", "sha256": "{{{KeysFile.Hash("b")}}}", "models": ["x y"], "scopes": ["all"], "rate": {"requestsPerSecond": 0, "burst": 0}}]}
            """).Mistakes;

        Assert.Collection(
            mistakes,
            mistake => Assert.Equal($"{Place}[0]: name is missing; allowed: a text that tells people whose key it is.", mistake),
            mistake => Assert.Equal($"{Place}[0]: sha256 is 'abc'; allowed: the SHA-256 of the key as 64 hexadecimal digits.", mistake),
            mistake => Assert.Equal($"{Place}[0]: models is '[]'; allowed: {Models}.", mistake),
            mistake => Assert.Equal($"{Place}[1] 'b': models is '[x y]'; allowed: {Models}.", mistake),
            mistake => Assert.Equal($"{Place}[1] 'b': scopes is '[all]'; allowed: a list of \"infer\" and \"admin\".", mistake),
            mistake => Assert.Equal($"{Place}[1] 'b': rate.requestsPerSecond is '0'; allowed: a number from 0.001 to 1000000.", mistake),
            mistake => Assert.Equal($"{Place}[1] 'b': rate.burst is '0'; allowed: a whole number from 1 to 1000000.", mistake));
    }

    [Fact]
    public void A_name_or_a_key_that_stands_there_twice_is_told()
    {
        Assert.Equal(
            $"{Place}[1] 'a' has the name or the sha256 of 'a' before it; allowed: its own.",
            Assert.Single(Parse($$"""{"keys": [{{KeysFile.Entry("a")}}, {{KeysFile.Entry("a")}}]}""").Mistakes));
    }

    [Theory]
    [InlineData("nonsense", "'nonsense' is an invalid JSON literal")]
    [InlineData("{}", "it has no \"keys\"; allowed: a JSON file like {\"keys\": []} (docs/security.md; 'oi keys new' makes keys).")]
    [InlineData("""{"keys": [{"nmae": "x"}]}""", "The JSON property 'nmae' could not be mapped")]
    [InlineData("""{"keys": [null]}""", "keys[0]: name is missing")]
    public void A_file_of_another_form_is_told(string text, string mistake) => Assert.Contains(mistake, string.Join(' ', Parse(text).Mistakes));

    [Fact]
    public void A_file_that_cannot_be_read_is_told() =>
        Assert.StartsWith("Access:KeysPath is '/no/such.json': Could not find", Assert.Single(ApiKeyFile.Parse(FileText.Read("/no/such.json")).Mistakes));

    [Fact]
    public void Keys_and_anonymous_callers_exclude_each_other()
    {
        using var file = new KeysFile();
        var result = new AccessOptionsValidator().Validate(null, new AccessOptions { KeysPath = file.Path, AllowAnonymous = true });

        Assert.Equal("Access:AllowAnonymous is true, but with Access:KeysPath every caller needs a key: leave out one of them.", Assert.Single(result.Failures!));
    }

    private static Parsed<ApiKeySet> Parse(string text) => ApiKeyFile.Parse(new FileText("keys.json", text, null));
}
