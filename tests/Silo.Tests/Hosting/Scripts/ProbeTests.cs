namespace OrleansInference.Hosting;

public sealed class ProbeTests : IDisposable
{
    private readonly ScriptFolder _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public async Task Where_every_package_restores_Orleans_and_TorchSharp_are_chosen()
    {
        RestoresOnly("OrleansRedis OrleansTls Orleans TorchSharp");

        var (exitCode, text) = await _scripts.Run("eng/probe");

        Assert.Equal(0, exitCode);
        Assert.Contains("GrainEngine=Orleans  (its packages restore)", text);
        Assert.Contains("TorchBinding=TorchSharp  (its packages restore)", text);
        Assert.DoesNotContain("RedisClustering", Answer);
        Assert.Contains("<SiloTls Condition=\"'$(SiloTls)' == ''\">true</SiloTls>", Answer);
    }

    [Fact]
    public async Task Where_only_TLS_between_silos_is_lacking_Orleans_goes_without_it()
    {
        RestoresOnly("OrleansRedis Orleans TorchSharp");

        var (_, text) = await _scripts.Run("eng/probe");

        Assert.Contains("GrainEngine=Orleans  (its packages restore; without TLS between silos: error NU1101: no package for OrleansTls", text);
        Assert.DoesNotContain("SiloTls ", Answer);
    }

    [Fact]
    public async Task Where_none_does_Embedded_and_LibTorch_are_chosen_and_the_reason_is_kept()
    {
        RestoresOnly("");

        var (_, text) = await _scripts.Run("eng/probe");

        Assert.Contains("GrainEngine=Embedded  (Orleans does not restore: error NU1101: no package for Orleans", text);
        Assert.Contains("TorchBinding=LibTorch  (TorchSharp does not restore: error NU1101: no package for TorchSharp", text);
        Assert.Contains("no package for TorchSharp", Answer);
    }

    [Fact]
    public async Task Where_only_Redis_clustering_is_lacking_Orleans_goes_without_it()
    {
        RestoresOnly("Orleans OrleansTls");

        var (_, text) = await _scripts.Run("eng/probe");

        Assert.Contains("GrainEngine=Orleans  (its packages restore; without Redis clustering: error NU1101: no package for OrleansRedis", text);
        Assert.Contains("<RedisClustering Condition=\"'$(RedisClustering)' == ''\">false</RedisClustering>", Answer);
    }

    [Fact]
    public async Task The_answer_is_kept_until_a_pinned_version_changes_or_it_is_asked_again()
    {
        RestoresOnly("");
        await _scripts.Run("eng/probe");
        RestoresOnly("OrleansRedis TorchSharp");

        var (_, kept) = await _scripts.Run("eng/probe");
        var (_, again) = await _scripts.Run("eng/probe", "--again");
        RestoresOnly("");
        await File.AppendAllTextAsync(_scripts.PathOf("Directory.Packages.props"), "<!-- another version -->");
        var (_, changed) = await _scripts.Run("eng/probe");

        Assert.Contains("GrainEngine=Embedded", kept);
        Assert.Contains("GrainEngine=Orleans", again);
        Assert.Contains("GrainEngine=Embedded", changed);
    }

    private string Answer => File.ReadAllText(_scripts.PathOf("artifacts/bindings.props"));

    /// <summary>A dotnet whose feeds have the packages of these probes.</summary>
    private void RestoresOnly(string probes) => _scripts.Command("dotnet", $$"""
        [[ $1 != --list-sdks ]] || { echo '10.0.100 [/sdk]'; exit; }
        for argument in "$@"; do
          [[ $argument != -p:Probe=* ]] || probe=${argument#-p:Probe=}
        done
        [[ " {{probes}} " != *" $probe "* ]] || exit 0
        echo "eng/Probe.csproj : error NU1101: no package for $probe [x]"
        exit 1
        """);
}
