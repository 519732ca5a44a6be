using System.Security.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using OrleansInference.Client.Grpc;
using OrleansInference.Inference;
using OrleansInference.Protocol;

namespace OrleansInference.Client.Connections;

public sealed class TlsTests : IDisposable
{
    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task A_server_is_trusted_by_the_given_authority_and_by_no_other()
    {
        await using var server = await StartAsync(ClientCertificateMode.NoCertificate);
        using var client = InferenceClient.Create(new InferenceClientOptions { Address = Grpcs(server), CaCertificate = _certificates.Authority });
        Assert.True(await client.IsReadyAsync());

        using var stranger = InferenceClient.Create(new InferenceClientOptions { Address = Grpcs(server), MaxRetries = 0 });
        var exception = await Assert.ThrowsAsync<InferenceException>(() => stranger.IsReadyAsync());
        Assert.Equal(FaultKind.Unavailable, exception.Kind);
        Assert.IsType<AuthenticationException>(exception.InnerException!.InnerException);
    }

    [Fact]
    public async Task A_client_shows_its_certificate_where_the_server_asks_for_one()
    {
        await using var server = await StartAsync(ClientCertificateMode.RequireCertificate);
        var options = new InferenceClientOptions { Address = Grpcs(server), CaCertificate = _certificates.Authority, MaxRetries = 0 };
        using var anonymous = InferenceClient.Create(options);
        await Assert.ThrowsAsync<InferenceException>(() => anonymous.IsReadyAsync());

        (options.ClientCertificate, options.ClientKey) = (_certificates.ClientCertificate, _certificates.ClientKey);
        using var client = InferenceClient.Create(options);
        Assert.True(await client.IsReadyAsync());
    }

    private async Task<FakeGrpcServer> StartAsync(ClientCertificateMode mode) =>
        (await FakeGrpcServer.StartAsync(https =>
        {
            https.ServerCertificate = _certificates.ServerCertificate;
            https.ClientCertificateMode = mode;
            https.ClientCertificateValidation = (certificate, _, _) => certificate.Subject == "CN=client";
        })).Answer<ServerReadyRequest>("ServerReady", _ => new ServerReadyResponse { Ready = true });

    private static Uri Grpcs(FakeGrpcServer server) => new UriBuilder(server.Address) { Scheme = "grpcs" }.Uri;
}
