using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OrleansInference.Cli.Commands;

public sealed class KeysCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly StringWriter _output = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_key_is_printed_and_its_hash_goes_into_a_new_file()
    {
        Assert.Equal(0, Run("--name", "batch"));

        var key = _output.ToString().TrimEnd();
        Assert.Matches("^oi_[A-Za-z0-9_-]{43}$", key);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        Assert.Equal($$"""{"keys":[{"name":"batch","sha256":"{{hash}}","models":["*"],"scopes":["infer"]}]}""", Json());
        Assert.DoesNotContain(key, File.ReadAllText(FilePath));
    }

    [Fact]
    public void Everything_that_is_said_goes_into_the_entry_and_what_was_there_stays()
    {
        Run("--name", "first");
        Run("--name", "second", "--models", "digits", "lang*", "--scopes", "infer", "admin", "--rate", "2.5", "--burst", "7", "--expires", "2027-01-01T00:00:00Z");

        Assert.Contains("""{"name":"first",""", Json());
        Assert.Contains("""
            "models":["digits","lang*"],"scopes":["infer","admin"],"rate":{"requestsPerSecond":2.5,"burst":7},"expires":"2027-01-01T00:00:00\u002B00:00"}]}
            """, Json());
        Assert.Equal(2, _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count());
        Assert.Equal("keys.json", Assert.Single(_folder.GetFiles()).Name);
    }

    [Fact]
    public void A_name_that_is_taken_is_refused_and_the_file_stays()
    {
        Run("--name", "batch");
        var before = Json();

        Assert.Equal(
            $"{FilePath} has a key named 'batch' already; expected a new name.", Assert.Throws<CommandException>(() => Run("--name", "batch")).Message);
        Assert.Equal(before, Json());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("nonsense")]
    public void A_file_of_another_form_is_refused(string text)
    {
        File.WriteAllText(FilePath, text);

        Assert.StartsWith($"{FilePath}: ", Assert.Throws<CommandException>(() => Run("--name", "batch")).Message);
        Assert.Equal(text, File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData("--burst needs --rate.", "--name", "x", "--burst", "2")]
    [InlineData("Argument 'all' not recognized", "--name", "x", "--scopes", "all")]
    [InlineData("Option '--name' is required.")]
    public void A_command_line_that_makes_no_sense_is_told(string error, params string[] arguments) =>
        Assert.Contains(error, string.Join('\n', Parse(arguments).Errors.Select(e => e.Message)));

    private string FilePath => Path.Combine(_folder.FullName, "keys.json");

    private string Json() => JsonNode.Parse(File.ReadAllText(FilePath))!.ToJsonString();

    private ParseResult Parse(string[] arguments) =>
        KeysCommand.Create(new CommandStreams(Stream.Null, _output, TextWriter.Null)).Parse(["new", "--file", FilePath, .. arguments]);

    private int Run(params string[] arguments) => Parse(arguments).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
