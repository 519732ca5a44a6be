namespace OrleansInference.Hosting;

public sealed class ServeTests : IDisposable
{
    private readonly ScriptFolder _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public async Task Without_the_SDK_it_says_how_to_get_it()
    {
        _scripts.Command("dotnet", "exit 127");

        var (exitCode, text) = await _scripts.Run("serve", "--torch", "torchsharp");

        Assert.Equal(1, exitCode);
        Assert.Contains(".NET SDK 10 is not on PATH", text);
    }

    [Fact]
    public async Task Somebody_who_is_not_root_is_told_which_packages_to_install()
    {
        _scripts.Command("dotnet", "echo '10.0.100 [/sdk]'");
        _scripts.Command("dpkg-query", "[[ ${*: -1} == g++ ]] && echo installed");
        await File.WriteAllTextAsync(_scripts.PathOf("eng/lib.sh"), (await File.ReadAllTextAsync(_scripts.PathOf("eng/lib.sh"))).Replace("((EUID == 0))", "false"));

        var (exitCode, text) = await _scripts.Run("serve", "--engine", "embedded", "--torch", "libtorch");

        Assert.Equal(1, exitCode);
        Assert.Contains("sudo apt-get install libtorch-dev libopenblas0-openmp", text);
    }

    [Fact]
    public async Task An_unknown_engine_is_refused_with_what_is_expected()
    {
        var (exitCode, text) = await _scripts.Run("serve", "--engine", "akka");

        Assert.Equal(1, exitCode);
        Assert.Contains("--engine akka: expected orleans or embedded", text);
    }

    [Fact]
    public async Task The_server_gets_every_other_option_and_the_bound_on_spinning()
    {
        _scripts.Command("dotnet", """
            case $1 in
              --list-sdks) echo '10.0.100 [/sdk]' ;;
              build) echo "building $*" >&2 ;;
              *) echo "ran ${*: -4} GOMP_SPINCOUNT=$GOMP_SPINCOUNT" ;;
            esac
            """);
        _scripts.Command("dpkg-query", "echo installed");

        var (exitCode, text) = await _scripts.Run("serve", "--engine=embedded", "--http-port", "9", "--torch", "libtorch", "--models", "a b");

        Assert.Equal(0, exitCode);
        Assert.Contains("ran --http-port 9 --models a b GOMP_SPINCOUNT=10000", text);
    }
}
