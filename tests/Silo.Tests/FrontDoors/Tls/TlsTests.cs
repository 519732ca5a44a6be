using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace OrleansInference.FrontDoors.Tls;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_client_that_trusts_the_CA_speaks_either_version_of_HTTP(string version)
    {
        await using var host = await StartAsync(_certificates.Server());
        using var client = host.Client(_certificates.Ca, version: Version.Parse(version));

        var response = await client.GetAsync("/v2/models/pair");

        Assert.Equal((HttpStatusCode.OK, Version.Parse(version)), (response.StatusCode, response.Version));
        Assert.Equal("https", host.Http.Scheme);
    }

    [Fact]
    public async Task Intermediate_certificates_in_the_file_go_to_clients_that_know_only_the_root()
    {
        var (server, intermediate) = _certificates.ServerOfIntermediate();
        _certificates.WriteKey(server);
        _certificates.Write("server.pem", server.ExportCertificatePem() + "\n" + intermediate.ExportCertificatePem());
        await using var host = await SecuredHost.StartAsync(("Tls:CertificatePath", _certificates.CertificateFile), ("Tls:KeyPath", _certificates.KeyFile));
        using var client = host.Client(_certificates.Ca);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v2")).StatusCode);
    }

    [Fact]
    public async Task A_client_that_trusts_another_CA_does_not_connect()
    {
        using var others = new TestCertificates();
        await using var host = await StartAsync(_certificates.Server());

        await AssertRefusedAsync(host.Client(others.Ca));
    }

    [Fact]
    public async Task A_certificate_of_another_name_or_past_its_time_is_served_and_refused_by_clients()
    {
        foreach (var server in (X509Certificate2[])[_certificates.Server("elsewhere.example"), _certificates.Server(isExpired: true)])
        {
            await using var host = await StartAsync(server);
            await AssertRefusedAsync(host.Client(_certificates.Ca));
        }
    }

    [Fact]
    public async Task TLS_1_1_is_refused()
    {
        await using var host = await StartAsync(_certificates.Server());
#pragma warning disable SYSLIB0039, CA5397 // the point of the test
        await AssertRefusedAsync(host.Client(_certificates.Ca, ssl: new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls11 }));
#pragma warning restore SYSLIB0039, CA5397
    }

    [Fact]
    public async Task A_client_certificate_of_the_CA_is_let_in_and_any_other_or_none_is_not()
    {
        using var others = new TestCertificates();
        await using var host = await StartAsync(_certificates.Server(), ("Tls:ClientCaPath", _certificates.CaFile));
        using var client = host.Client(_certificates.Ca, _certificates.Client());

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v2")).StatusCode);
        await AssertRefusedAsync(host.Client(_certificates.Ca));
        await AssertRefusedAsync(host.Client(_certificates.Ca, others.Client()));
        await AssertRefusedAsync(host.Client(_certificates.Ca, _certificates.Client(isExpired: true)));
        await AssertRefusedAsync(host.Client(_certificates.Ca, _certificates.Server())); // good, but not for a client
    }

    [Fact]
    public async Task Where_client_certificates_are_optional_a_bad_one_is_still_refused()
    {
        using var others = new TestCertificates();
        await using var host = await StartAsync(
            _certificates.Server(), ("Tls:ClientCaPath", _certificates.CaFile), ("Tls:RequireClientCertificate", "false"));
        using var without = host.Client(_certificates.Ca);
        using var with = host.Client(_certificates.Ca, _certificates.Client());

        Assert.Equal(HttpStatusCode.OK, (await without.GetAsync("/v2")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await with.GetAsync("/v2")).StatusCode);
        await AssertRefusedAsync(host.Client(_certificates.Ca, others.Client()));
    }

    [Fact]
    public async Task New_connections_get_a_replaced_certificate_while_open_ones_go_on()
    {
        await using var host = await StartAsync(_certificates.Server(subject: "old"));
        var (open, opened) = Watched(host);
        await open.GetAsync("/v2");

        _certificates.WithServer(_certificates.Server(subject: "new"));
        host.LetFilesReload();
        var (next, nexts) = Watched(host);
        await next.GetAsync("/v2");
        await open.GetAsync("/v2");

        Assert.Equal(["CN=new"], nexts);
        Assert.Equal(["CN=old"], opened);
        Assert.Empty(host.Log.Errors);
    }

    [Fact]
    public async Task A_certificate_whose_key_is_still_to_follow_is_waited_for()
    {
        await using var host = await StartAsync(_certificates.Server(subject: "old"));
        var next = _certificates.Server(subject: "new");

        _certificates.WriteCertificate(next);
        host.Time.Advance(LookInterval);
        Assert.Equal("CN=old", await ServedAsync(host));
        _certificates.WriteKey(next);
        host.LetFilesReload();

        Assert.Equal("CN=new", await ServedAsync(host));
        Assert.Empty(host.Log.Errors);
    }

    [Fact]
    public async Task Files_that_cannot_be_used_keep_the_certificate_and_are_told_once()
    {
        await using var host = await StartAsync(_certificates.Server(subject: "old"));

        _certificates.WriteKey(_certificates.Server());
        for (var i = 0; i < 5; i++)
            host.LetFilesReload();
        Assert.Equal("CN=old", await ServedAsync(host));
        File.Delete(_certificates.CertificateFile);
        host.LetFilesReload();
        Assert.Equal("CN=old", await ServedAsync(host));
        _certificates.WithServer(_certificates.Server(subject: "new"));
        host.LetFilesReload();

        Assert.Equal("CN=new", await ServedAsync(host));
        Assert.Collection(
            host.Log.Errors.Select(error => error.Message),
            message => Assert.StartsWith(
                $"The TLS certificate changed, but can't be used; the one before stays: Tls:KeyPath is '{_certificates.KeyFile}': it is not the key of the certificate",
                message),
            message => Assert.Contains($"Tls:CertificatePath is '{_certificates.CertificateFile}': Could not find file", message));
    }

    [Fact]
    public async Task A_Kubernetes_volume_that_swaps_its_link_is_followed()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            Write("first", _certificates.Server(subject: "old"));
            Write("second", _certificates.Server(subject: "new"));
            File.CreateSymbolicLink(At("..data"), "first");
            File.CreateSymbolicLink(At("tls.crt"), "..data/tls.crt");
            File.CreateSymbolicLink(At("tls.key"), "..data/tls.key");
            await using var host = await SecuredHost.StartAsync(("Tls:CertificatePath", At("tls.crt")), ("Tls:KeyPath", At("tls.key")));

            Directory.Delete(At("..data"));
            File.CreateSymbolicLink(At("..data"), "second");
            host.LetFilesReload();

            Assert.Equal("CN=new", await ServedAsync(host));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        string At(string name) => Path.Combine(folder.FullName, name);

        void Write(string name, X509Certificate2 server)
        {
            Directory.CreateDirectory(At(name));
            File.WriteAllText(At($"{name}/tls.crt"), server.ExportCertificatePem());
            File.WriteAllText(At($"{name}/tls.key"), server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }
    }

    private static TimeSpan LookInterval => Reload.ReloadedFiles<object>.LookInterval;

    private Task<SecuredHost> StartAsync(X509Certificate2 server, params (string, string)[] settings)
    {
        _certificates.WithServer(server);
        return SecuredHost.StartAsync([("Tls:CertificatePath", _certificates.CertificateFile), ("Tls:KeyPath", _certificates.KeyFile), .. settings]);
    }

    private async Task<string> ServedAsync(SecuredHost host)
    {
        var (client, subjects) = Watched(host);
        using (client)
            await client.GetAsync("/v2");
        return Assert.Single(subjects);
    }

    /// <summary>A client that notes the certificate of each connection that it makes.</summary>
    private (HttpClient Client, List<string> Subjects) Watched(SecuredHost host)
    {
        var subjects = new List<string>();
        return (host.Client(_certificates.Ca, ssl: new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                subjects.Add(certificate!.Subject);
                return errors == SslPolicyErrors.None;
            },
        }), subjects);
    }

    /// <summary>The handshake fails; in TLS 1.3 a client learns of the server's refusal with its first read.</summary>
    private static async Task AssertRefusedAsync(HttpClient client)
    {
        using (client)
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/v2"));
    }
}
