using System.Net;
using System.Net.Sockets;
using OrleansInference.Serving;

namespace OrleansInference.Hosting.Clustering;

/// <summary>What a server says before it starts, where its Redis is of no use.</summary>
public sealed class RedisCheckTests
{
    [Fact]
    public void Nobody_there() => Says("can't connect (Connection refused); start the Redis there, or give another address with --redis HOST:PORT", $"127.0.0.1:{FreePort.Next()}");

    [Fact]
    public void Somebody_else_there()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        Says("it accepts connections, but did not answer as a Redis does", $"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
    }

    [RedisFact]
    public async Task A_good_one_is_no_problem()
    {
        await using var redis = await RedisServer.Start();

        Assert.Null(Problem(redis.Address));
    }

    [RedisFact]
    public async Task One_that_asks_for_a_password()
    {
        await using var redis = await RedisServer.Start("--requirepass", "s3cret");

        Says("it asks for a password; give it with --redis-password FILE", redis.Address);
        Says("it refuses the password, or the user; give it another with --redis-password FILE", $"{redis.Address},password=wrong");
        Assert.Null(Problem($"{redis.Address},password=s3cret"));
    }

    [RedisFact]
    public async Task One_that_only_reads()
    {
        await using var primary = await RedisServer.Start();
        await using var replica = await RedisServer.Start("--replicaof", "127.0.0.1", $"{primary.Port}");

        Says("it can't be written to", replica.Address);
    }

    private static void Says(string expected, string redis)
    {
        var problem = Problem(redis);
        Assert.StartsWith($"Cluster:Redis = {redis.Split(',')[0]}: {expected}", problem);
        Assert.DoesNotContain("\n", problem);
    }

    private static string? Problem(string redis) => RedisClustering.Problem(new SiloClusterOptions { Membership = MembershipNames.Redis, Redis = redis });
}
