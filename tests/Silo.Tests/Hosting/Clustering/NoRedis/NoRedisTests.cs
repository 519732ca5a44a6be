namespace OrleansInference.Hosting.Clustering;

/// <summary>A server that was built without membership in Redis.</summary>
public sealed class NoRedisTests
{
    [Fact]
    public void Redis_is_refused_with_the_build_that_has_it()
    {
        var mistake = Assert.Single(ClusterSettings.Mistakes("--cluster", "redis", "--redis", "here:6379"));

        Assert.StartsWith("Cluster:Membership is 'redis', but ", mistake);
        Assert.Contains(BuildFacts.GrainEngine == "Orleans" ? "eng/probe says why" : "--engine orleans", mistake);
    }

    [Fact]
    public void What_else_is_wrong_is_told_too() =>
        Assert.Equal(3, ClusterSettings.Mistakes("--cluster", "redis", "--cluster-primary-port", "11111").Count);
}
