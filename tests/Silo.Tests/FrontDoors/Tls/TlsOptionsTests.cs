using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansInference.FrontDoors.Reload;

namespace OrleansInference.FrontDoors.Tls;

public sealed class TlsOptionsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void Nothing_set_is_no_TLS_and_no_mistake() => Assert.Empty(Mistakes(new TlsOptions()));

    [Fact]
    public void Good_files_are_no_mistake()
    {
        _certificates.WithServer(_certificates.Server());

        Assert.Empty(Mistakes(Options(clientCa: _certificates.CaFile)));
    }

    [Fact]
    public void A_certificate_needs_its_key_and_a_key_its_certificate_and_a_client_CA_both()
    {
        const string NoCertificate = "Tls:CertificatePath is not set; TLS needs the server's certificate as a PEM file: --tls-certificate FILE.";
        const string NoKey = "Tls:KeyPath is not set; TLS needs the certificate's private key as a PEM file: --tls-key FILE.";

        Assert.Equal([NoKey], Mistakes(new TlsOptions { CertificatePath = "x" }));
        Assert.Equal([NoCertificate], Mistakes(new TlsOptions { KeyPath = "x" }));
        Assert.Equal([NoCertificate, NoKey], Mistakes(new TlsOptions { ClientCaPath = "x" }));
    }

    [Fact]
    public void Every_file_that_cannot_be_used_is_told_at_once()
    {
        var options = new TlsOptions
        {
            CertificatePath = "/no/such.pem", KeyPath = _certificates.Write("key.pem", "nothing"), ClientCaPath = _certificates.Write("ca.pem", "nothing"),
        };

        Assert.Equal(
            [
                "Tls:CertificatePath is '/no/such.pem': Could not find a part of the path '/no/such.pem'; allowed: a PEM file with the server's certificate first, then its intermediate ones.",
                $"Tls:KeyPath is '{options.KeyPath}': it holds no private key; allowed: a PEM file with the certificate's private key, not encrypted.",
                $"Tls:ClientCaPath is '{options.ClientCaPath}': it holds no certificate; allowed: a PEM file with at least one root (self-signed) CA certificate.",
            ],
            Mistakes(options));
    }

    [Fact]
    public void A_key_of_another_certificate_is_told()
    {
        _certificates.WithServer(_certificates.Server());
        _certificates.WriteKey(_certificates.Server());

        Assert.Equal(
            $"Tls:KeyPath is '{_certificates.KeyFile}': it is not the key of the certificate in '{_certificates.CertificateFile}' (CN=server); " +
            "allowed: a PEM file with the certificate's private key, not encrypted.",
            Assert.Single(Mistakes(Options())));
    }

    [Fact]
    public void A_key_of_another_algorithm_is_told()
    {
        using var rsa = RSA.Create(2048);
        _certificates.WithServer(_certificates.Server());
        _certificates.Write("server-key.pem", rsa.ExportPkcs8PrivateKeyPem());

        Assert.Contains("it is not the key of the certificate in", Assert.Single(Mistakes(Options())));
    }

    [Fact]
    public void An_encrypted_key_is_told()
    {
        var server = _certificates.Server();
        _certificates.WriteCertificate(server);
        _certificates.Write("server-key.pem", server.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(
            "secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));

        Assert.Contains("': the key is encrypted; allowed:", Assert.Single(Mistakes(Options())));
    }

    [Fact]
    public void A_damaged_certificate_is_told()
    {
        _certificates.WithServer(_certificates.Server());
        _certificates.Write("server.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        Assert.Contains("a certificate in it can't be read (", Assert.Single(Mistakes(Options())));
    }

    [Fact]
    public void A_client_CA_needs_a_root()
    {
        _certificates.WithServer(_certificates.Server());

        Assert.Contains(
            "it holds only intermediate certificates",
            Assert.Single(Mistakes(Options(_certificates.Write("middle.pem", _certificates.Server().ExportCertificatePem())))));
    }

    [Fact]
    public void A_certificate_past_or_before_its_time_is_a_warning()
    {
        _certificates.WithServer(_certificates.Server());
        var identity = TlsFiles.Parse([.. TlsFiles.Paths(Options()).Select(FileText.Read)]).Value!;
        var now = DateTimeOffset.UtcNow;

        Assert.Null(identity.WarningAt(now));
        Assert.StartsWith("certificate CN=server expired on ", identity.WarningAt(now.AddYears(2)));
        Assert.StartsWith("certificate CN=server is valid only from ", identity.WarningAt(now.AddYears(-3)));
    }

    private TlsOptions Options(string? clientCa = null) =>
        new() { CertificatePath = _certificates.CertificateFile, KeyPath = _certificates.KeyFile, ClientCaPath = clientCa };

    private static IEnumerable<string> Mistakes(TlsOptions options) => new TlsOptionsValidator().Validate(null, options).Failures ?? [];
}
