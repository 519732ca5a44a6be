using OrleansInference.FrontDoors.Reload;
using OrleansInference.FrontDoors.Tls;

namespace OrleansInference.Hosting.Clustering;

/// <summary>What is the same whether the build has TLS between silos or not.</summary>
public sealed class ClusterTlsOptionsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void Nothing_set_is_no_mistake() => Assert.Empty(Mistakes(new()));

    [Fact]
    public void One_of_the_three_needs_the_other_two()
    {
        var mistakes = Mistakes(new() { CaPath = "ca.pem" });

        Assert.Contains(mistakes, mistake => mistake.StartsWith("Cluster:Tls:CertificatePath is not set; ", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.StartsWith("Cluster:Tls:KeyPath is not set; ", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_that_cannot_be_used_are_told_by_the_options_that_name_them()
    {
        var mistakes = Mistakes(new() { CertificatePath = "/no/a.pem", KeyPath = "/no/b.pem", CaPath = "/no/c.pem" });

        Assert.Equal(["Cluster:Tls:CertificatePath", "Cluster:Tls:KeyPath", "Cluster:Tls:CaPath"], mistakes.Take(3).Select(mistake => mistake.Split(' ')[0]));
    }

    [Fact]
    public void A_certificate_for_servers_alone_is_told()
    {
        _certificates.WithServer(_certificates.Server());

        Assert.Contains("its extended key usage leaves out clients", Assert.Single(Read().Mistakes));
    }

    [Fact]
    public void One_for_both_is_right()
    {
        _certificates.WithServer(_certificates.Silo());

        Assert.Equal("CN=silo", Read().Value!.Certificate.Subject);
    }

    private Parsed<TlsIdentity> Read() =>
        ClusterTlsOptionsValidator.Read([.. new[] { _certificates.CertificateFile, _certificates.KeyFile, _certificates.CaFile }.Select(FileText.Read)]);

    private static string[] Mistakes(ClusterTlsOptions options) => [.. new ClusterTlsOptionsValidator().Validate(null, options).Failures ?? []];
}
