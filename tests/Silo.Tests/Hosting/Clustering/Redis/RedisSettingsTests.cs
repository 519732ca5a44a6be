namespace OrleansInference.Hosting.Clustering;

public sealed class RedisSettingsTests : IDisposable
{
    private readonly string _passwordFile = Path.GetTempFileName();

    public void Dispose() => File.Delete(_passwordFile);

    [Fact]
    public void Redis_needs_an_address_and_no_primary_silo() =>
        Assert.Equal(
            [
                "Cluster:PrimaryPort is 11111, but Cluster:Membership is 'redis': silos find each other there; allowed: with localhost.",
                "Cluster:Redis is not set, but Cluster:Membership is 'redis'; allowed: --redis HOST:PORT.",
            ],
            ClusterSettings.Mistakes("--cluster", "redis", "--cluster-primary-port", "11111"));

    [Theory]
    [InlineData("here:6379,tls=true", "Cluster:Redis can't be read: Keyword 'tls' is not supported")]
    [InlineData("ssl=true", "Cluster:Redis can't be read: it names no host")]
    public void A_text_that_says_nothing_to_the_client_is_told(string redis, string expected) =>
        Assert.StartsWith(expected, Assert.Single(ClusterSettings.Mistakes("--cluster", "redis", "--redis", redis)));

    [Fact]
    public void A_password_comes_from_its_file_and_is_never_shown()
    {
        File.WriteAllText(_passwordFile, "s3cret\n");
        var options = Options("--redis", "here,there:1", "--redis-password", _passwordFile);

        Assert.Equal("s3cret", RedisSettings.For(options).Password);
        Assert.Equal("here:6379,there:1", RedisSettings.Describe(options));
        Assert.DoesNotContain("s3cret", RedisSettings.Describe(Options("--redis", "here,password=s3cret")));
    }

    [Fact]
    public void A_password_file_that_is_not_there_and_a_second_password_are_told()
    {
        var mistakes = ClusterSettings.Mistakes("--cluster", "redis", "--redis", "here,password=s3cret", "--redis-password", "/no/such/file");

        Assert.StartsWith("Cluster:RedisPasswordPath is '/no/such/file': ", mistakes[0]);
        Assert.Equal("Cluster:Redis has a password, and Cluster:RedisPasswordPath is set; allowed: one of them.", mistakes[1]);
        Assert.DoesNotContain(mistakes, mistake => mistake.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public void A_silo_outlives_its_Redis_whatever_the_text_says() =>
        Assert.False(RedisSettings.For(Options("--redis", "here,abortConnect=true")).AbortOnConnectFail);

    [Fact]
    public void Ports_are_looked_at_where_the_silo_listens()
    {
        string[] arguments = ["--cluster", "redis", "--redis", "here", "--cluster-address", "192.0.2.1", "--http-port", "0", "--grpc-port", "0"];

        Assert.Equal(
            [
                "Cluster:SiloPort = 11111: can't listen on 192.0.2.1:11111: this machine has no such address; give one that it has",
                "Cluster:GatewayPort = 30000: can't listen on 192.0.2.1:30000: this machine has no such address; give one that it has",
            ],
            ServerOptions.PortProblems(ClusterSettings.Read(arguments)).OfType<string>());
    }

    private static SiloClusterOptions Options(params string[] arguments) => ClusterSettings.Read(["--cluster", "redis", .. arguments]).Bind<SiloClusterOptions>();
}
