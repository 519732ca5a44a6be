using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansInference.Client;

namespace OrleansInference.Cli.Commands;

public sealed class ServerOptionsTests : IAsyncLifetime
{
    private const string Index = "/v2/repository/index";
    private OiRunner _oi = null!;

    public async Task InitializeAsync()
    {
        _oi = await OiRunner.StartAsync();
        _oi.Server.AnswerJson(Index, "[]");
    }

    public async Task DisposeAsync() => await _oi.DisposeAsync();

    [Fact]
    public async Task The_key_of_the_option_goes_before_that_of_the_environment()
    {
        _oi.Variables["OI_API_KEY"] = "environment";
        await _oi.RunAsync("models");
        Assert.Equal("Bearer environment", _oi.Server.LastHeaders.Authorization);
        await _oi.RunAsync("models", "--api-key", "option");
        Assert.Equal("Bearer option", _oi.Server.LastHeaders.Authorization);
    }

    [Fact]
    public async Task Help_does_not_show_the_key()
    {
        _oi.Variables["OI_API_KEY"] = "secret";
        Assert.Equal(0, await _oi.RunAsync("models", "--help"));
        Assert.DoesNotContain("secret", _oi.Output);
        Assert.Contains("Examples:", _oi.Output);
    }

    [Fact]
    public async Task A_bad_address_in_the_environment_is_named()
    {
        _oi.Variables["OI_SERVER"] = "ftp://x";
        Assert.Equal(2, await _oi.RunAsync("models"));
        Assert.StartsWith("oi: OI_SERVER 'ftp://x': expected an address such as ", _oi.Error);
    }

    [Fact]
    public async Task A_certificate_is_trusted_by_its_authority_or_by_none()
    {
        using var certificate = SelfSigned();
        await using var server = await FakeServer.StartAsync(certificate);
        server.AnswerJson(Index, "[]");
        var address = server.Address.ToString();
        var authority = _oi.Save("ca.pem", System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));

        Assert.Equal(3, await _oi.RunAsync("models", "--server", address));
        Assert.Contains("Name its authority with --ca.", _oi.Error);
        Assert.Equal(0, await _oi.RunAsync("models", "--server", address, "--ca", authority));
        Assert.Equal(0, await _oi.RunAsync("models", "--server", address, "--insecure"));
        using var other = SelfSigned();
        Assert.Equal(3, await _oi.RunAsync("models", "--server", address, "--ca", _oi.Save("other.pem", System.Text.Encoding.ASCII.GetBytes(other.ExportCertificatePem()))));
    }

    [Fact]
    public async Task A_file_of_authorities_that_cant_be_read_is_named()
    {
        Assert.Equal(1, await _oi.RunAsync("models", "--server", "https://127.0.0.1:1", "--ca", "/none.pem"));
        Assert.StartsWith("oi: Can't read certificates from '/none.pem': ", _oi.Error);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
