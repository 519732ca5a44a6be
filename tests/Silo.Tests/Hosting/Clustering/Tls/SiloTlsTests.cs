using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using OrleansInference.FrontDoors.Tls;
using OrleansInference.Serving;

namespace OrleansInference.Hosting.Clustering;

/// <summary>Servers as processes that speak TLS with each other.</summary>
public sealed class SiloTlsTests : IAsyncLifetime
{
    private readonly TestCertificates _certificates = new();
    private readonly TestCertificates _others = new("Another CA");
    private readonly List<ServerProcess> _servers = [];
    private RedisServer? _redis;

    public async Task InitializeAsync() => _redis = RedisServer.Missing is null ? await RedisServer.Start() : null;

    public async Task DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        if (_redis is not null) await _redis.DisposeAsync();
        _certificates.Dispose();
        _others.Dispose();
    }

    [RedisFact]
    public async Task Silos_of_one_CA_are_a_cluster_and_nobody_else_gets_in()
    {
        _certificates.WithServer(_certificates.Silo());
        var first = await Start();
        await Start();
        await Serves(first, silos: 2);

        // At the gateway it is the client that speaks first.
        Assert.True(await LetsIn(first.SiloPort, _certificates.Silo()));
        foreach (var port in new[] { first.SiloPort, first.GatewayPort })
        {
            Assert.False(await LetsIn(port, _others.Silo()));
            Assert.False(await LetsIn(port, null));
        }
        await Eventually.Holds(() => first.Output.Contains("Refused the certificate 'CN=silo' of 'CN=Another CA'", StringComparison.Ordinal));
    }

    [RedisFact]
    public async Task Certificates_that_are_replaced_are_shown_on_new_connections_and_what_can_t_be_used_is_not()
    {
        _certificates.WithServer(_certificates.Silo());
        var first = await Start();
        _certificates.WithServer(_certificates.Silo("renewed"));
        await Eventually.Holds(() => LetsIn(first.SiloPort, _certificates.Silo(), expected: "CN=renewed"));

        await Start();
        await Serves(first, silos: 2);

        _certificates.WriteCertificate(_certificates.Client());
        await Eventually.Holds(() => first.Output.Contains("The TLS certificate of the silo changed, but can't be used", StringComparison.Ordinal));
        Assert.True(await LetsIn(first.SiloPort, _certificates.Silo(), expected: "CN=renewed"));
    }

    [RedisFact]
    public async Task A_silo_of_another_CA_is_told_why_it_does_not_get_in()
    {
        _certificates.WithServer(_certificates.Silo());
        _others.WithServer(_others.Silo("stranger"));
        var first = await Start();
        var stranger = Launch(_others);

        await Eventually.Holds(() => stranger.Output.Contains("Refused the certificate 'CN=silo' of 'CN=Test CA'", StringComparison.Ordinal));
        Assert.DoesNotContain("ready ", stranger.Output, StringComparison.Ordinal);
        await Serves(first, silos: 1);
    }

    private static Task Serves(ServerProcess server, int silos) => Eventually.Holds(async () =>
        (int)JsonNode.Parse(await server.Http.GetStringAsync("v2/models/digits/traffic"))!["versions"]![0]!["ready_replicas"]! == silos);

    /// <summary>Whether the silo goes on talking after the handshake: with TLS 1.3 a client is told only then that it was refused.</summary>
    private static async Task<bool> LetsIn(int port, X509Certificate2? certificate, string expected = "CN=silo")
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await using var tls = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "silo",
                ClientCertificates = certificate is null ? null : [certificate],
                ApplicationProtocols = [new SslApplicationProtocol("Orleans1")],
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.Subject == expected,
            });
            // A silo says first who it is.
            return await tls.ReadAsync(new byte[1]) > 0;
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            return false;
        }
    }

    private async Task<ServerProcess> Start()
    {
        var server = Launch(_certificates);
        await server.Ready();
        return server;
    }

    private ServerProcess Launch(TestCertificates certificates)
    {
        var server = ServerProcess.Launch(
            Path.Combine(AppContext.BaseDirectory, "models", "repository"), "--cluster", "redis", "--redis", _redis!.Address,
            "--cluster-tls-certificate", certificates.CertificateFile, "--cluster-tls-key", certificates.KeyFile, "--cluster-tls-ca", certificates.CaFile);
        _servers.Add(server);
        return server;
    }
}
