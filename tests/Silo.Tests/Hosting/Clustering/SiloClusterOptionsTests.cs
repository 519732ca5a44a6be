using System.Net;
using OrleansInference.Orchestration.Kubernetes;

namespace OrleansInference.Hosting.Clustering;

public sealed class SiloClusterOptionsTests
{
    private static readonly PodEnvironment Pod = new(PodName: "inference-3", PodIp: "10.1.2.3");

    [Fact]
    public void What_belongs_to_Redis_is_refused_with_localhost_all_at_once()
    {
        var mistakes = ClusterSettings.Mistakes("--redis", "here:6379", "--redis-password", "/a/file", "--cluster-address", "10.0.0.1", "--cluster-listen-address", "*");

        Assert.Equal(
            ["Cluster:Redis", "Cluster:RedisPasswordPath", "Cluster:Address", "Cluster:ListenAddress"],
            mistakes.Select(mistake => mistake.Split(' ')[0]));
        Assert.All(mistakes, mistake => Assert.EndsWith("allowed: with --cluster redis.", mistake));
    }

    [Theory]
    [InlineData("here", "Cluster:Address is 'here'; allowed: an IP address")]
    [InlineData("0.0.0.0", "Cluster:Address is '0.0.0.0'; allowed: one address of this machine")]
    [InlineData("::", "Cluster:Address is '::'; allowed: one address of this machine")]
    public void An_address_that_others_cannot_connect_to_is_refused(string address, string expected) =>
        Assert.Contains(ClusterSettings.Mistakes("--cluster", "redis", "--redis", "here:6379", "--cluster-address", address), mistake => mistake.StartsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void Another_membership_is_refused_with_those_that_there_are() =>
        Assert.Contains("Cluster:Membership = consul (--cluster): allowed is one of localhost, redis", ClusterSettings.Mistakes("--cluster", "consul"));

    [Fact]
    public void By_itself_a_silo_is_a_cluster_of_this_machine()
    {
        var options = ClusterSettings.Read().Bind<SiloClusterOptions>();

        Assert.Empty(ClusterSettings.Mistakes());
        Assert.Equal(("default", "default", "127.0.0.1:11111"), (options.Cluster, options.Service, options.Endpoint.ToString()));
        Assert.Equal(IPAddress.Loopback, options.ListenIp);
    }

    [Fact]
    public void With_Redis_a_pod_is_the_silo_of_its_name_at_its_address_and_listens_nowhere_else()
    {
        var options = new SiloClusterOptions { Membership = MembershipNames.Redis, Pod = Pod };

        Assert.Equal(("inference-3", "10.1.2.3:11111", "inference", "inference"), (options.SiloName, options.Endpoint.ToString(), options.Cluster, options.Service));
        Assert.Equal(IPAddress.Parse("10.1.2.3"), options.ListenIp);
    }

    [Fact]
    public void A_pod_alone_needs_no_address()
    {
        var options = new SiloClusterOptions { Pod = Pod };

        Assert.Equal(("inference-3", "127.0.0.1:11111"), (options.SiloName, options.Endpoint.ToString()));
    }

    [Fact]
    public void What_is_set_goes_before_what_the_pod_says()
    {
        var options = new SiloClusterOptions { Membership = MembershipNames.Redis, Name = "a", Address = "::1", ListenAddress = "*", ClusterId = "c", ServiceId = "s", Pod = Pod };

        Assert.Equal(("a", "[::1]:11111", "c", "s"), (options.SiloName, options.Endpoint.ToString(), options.Cluster, options.Service));
        Assert.Equal(IPAddress.IPv6Any, options.ListenIp);
    }

    [Fact]
    public void Silos_of_one_machine_have_names_of_their_own()
    {
        var names = new[] { 11111, 11112 }.Select(port => new SiloClusterOptions { Membership = MembershipNames.Redis, SiloPort = port, Pod = new() }.SiloName);

        Assert.Equal([$"{Environment.MachineName}-11111", $"{Environment.MachineName}-11112"], names);
    }
}
