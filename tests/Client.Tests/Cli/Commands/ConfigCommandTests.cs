using System.Runtime.Versioning;
using System.Text;

namespace OrleansInference.Cli.Commands;

[UnsupportedOSPlatform("windows")]
public sealed class ConfigCommandTests : IAsyncLifetime
{
    private OiRunner _oi = null!;

    public async Task InitializeAsync() => _oi = await OiRunner.StartAsync();

    public async Task DisposeAsync() => await _oi.DisposeAsync();

    [Fact]
    public async Task The_servers_program_judges_and_its_words_and_exit_code_are_passed_on()
    {
        _oi.Variables["OI_SERVER_PROGRAM"] = Script("echo \"$@\"; echo problem >&2; exit 1");
        Assert.Equal(1, await _oi.RunAsync("config", "check", "some dir", "--json"));
        Assert.Equal(("check some dir --json\n", "problem\n"), (_oi.Output, _oi.Error));
    }

    [Fact]
    public async Task Where_there_is_no_such_program_it_says_where_it_looked()
    {
        _oi.Variables["OI_SERVER_PROGRAM"] = "/none";
        Assert.Equal(1, await _oi.RunAsync("config", "check", "."));
        Assert.Equal("oi: The server's program, which judges a repository, is not at '/none'. ./oi builds it; elsewhere, OI_SERVER_PROGRAM names it.\n", _oi.Error);
    }

    [Fact]
    public async Task A_file_that_is_no_program_is_an_error_of_one_line()
    {
        _oi.Variables["OI_SERVER_PROGRAM"] = _oi.Save("program", "x"u8);
        Assert.Equal(1, await _oi.RunAsync("config", "check", "."));
        Assert.StartsWith($"oi: Can't run '{_oi.Folder}/program': ", _oi.Error);
        Assert.Single(_oi.Error.TrimEnd().Split('\n'));
    }

    private string Script(string body)
    {
        var path = _oi.Save("program", Encoding.UTF8.GetBytes("#!/bin/sh\n" + body + "\n"));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
