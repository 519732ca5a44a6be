namespace OrleansInference.Hosting.Clustering;

/// <summary>A server that was built without TLS between silos.</summary>
public sealed class NoTlsTests
{
    [Fact]
    public void It_is_refused_rather_than_left_out()
    {
        var failures = new ClusterTlsOptionsValidator().Validate(null, new() { CaPath = "ca.pem" }).Failures!;

        Assert.StartsWith("Cluster:Tls is set, but ", failures.Last());
    }
}
