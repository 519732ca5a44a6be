using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansInference.FrontDoors.Tls;

/// <summary>A certificate authority of the test's own, and what it issues; in memory, and as PEM files in a folder that goes with it.</summary>
internal sealed class TestCertificates : IDisposable
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1", ClientUsage = "1.3.6.1.5.5.7.3.2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public TestCertificates(string name = "Test CA")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Ca = Authority(name, key).CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-4), DateTimeOffset.UtcNow.AddYears(4));
    }

    public X509Certificate2 Ca { get; }

    public string CaFile => Write("ca.pem", Ca.ExportCertificatePem());

    public string CertificateFile => Path.Combine(_folder.FullName, "server.pem");

    public string KeyFile => Path.Combine(_folder.FullName, "server-key.pem");

    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>For a server that is reached by <paramref name="host"/>.</summary>
    public X509Certificate2 Server(string host = "localhost", string subject = "server", bool isExpired = false) =>
        Issue(Ca, subject, ServerUsage, isExpired, host);

    /// <summary>A server's certificate that an intermediate one issued, which the CA issued.</summary>
    public (X509Certificate2 Server, X509Certificate2 Intermediate) ServerOfIntermediate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Authority("Intermediate", key).Create(
            Ca, DateTimeOffset.UtcNow.AddYears(-3), DateTimeOffset.UtcNow.AddYears(3), RandomNumberGenerator.GetBytes(8));
        var intermediate = certificate.CopyWithPrivateKey(key);
        return (Issue(intermediate, "server", ServerUsage, isExpired: false, "localhost"), intermediate);
    }

    public X509Certificate2 Client(string subject = "client", bool isExpired = false) => Issue(Ca, subject, ClientUsage, isExpired, null);

    /// <summary>For a silo, which is a server and a client.</summary>
    public X509Certificate2 Silo(string subject = "silo") => Issue(Ca, subject, $"{ServerUsage} {ClientUsage}", isExpired: false, null);

    /// <summary>Writes certificate and key to <see cref="CertificateFile"/> and <see cref="KeyFile"/>.</summary>
    public TestCertificates WithServer(X509Certificate2 server)
    {
        WriteCertificate(server);
        WriteKey(server);
        return this;
    }

    public void WriteCertificate(X509Certificate2 server) => Write("server.pem", server.ExportCertificatePem() + "\n" + Ca.ExportCertificatePem());

    public void WriteKey(X509Certificate2 server) => Write("server-key.pem", server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

    public void Dispose() => _folder.Delete(recursive: true);

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request;
    }

    private static X509Certificate2 Issue(X509Certificate2 issuer, string subject, string usages, bool isExpired, string? host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. usages.Split(' ').Select(usage => new Oid(usage))], critical: false));
        if (host is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(host);
            if (host == "localhost")
                names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        }
        var until = isExpired ? DateTimeOffset.UtcNow.AddDays(-1) : DateTimeOffset.UtcNow.AddYears(1);
        using var certificate = request.Create(issuer, until.AddYears(-2), until, RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }
}
