using OrleansInference.Models;

namespace OrleansInference.Replicas;

public sealed class PoolKeyTests
{
    [Theory]
    [InlineData("127.0.0.1:11111@1")]
    [InlineData("[::1]:11111@7")]
    public void Reads_what_it_writes(string silo)
    {
        var key = new PoolKey(new ModelVersion("Res.Net_18-v2", 3), 12, SiloAddress.FromParsableString(silo));

        Assert.StartsWith("Res.Net_18-v2/3:12@", key.ToString());
        Assert.Equal(key, PoolKey.Parse(key.ToString()));
        Assert.Equal(new ReplicaKey(key, 4), ReplicaKey.Parse(new ReplicaKey(key, 4).ToString()));
    }

    [Theory]
    [InlineData("m/1@127.0.0.1:11111@1")]
    [InlineData("m/1:x@127.0.0.1:11111@1")]
    [InlineData("m:1@127.0.0.1:11111@1")]
    [InlineData("")]
    public void Refuses_what_is_no_pool(string text) => Assert.Throws<FormatException>(() => PoolKey.Parse(text));
}
