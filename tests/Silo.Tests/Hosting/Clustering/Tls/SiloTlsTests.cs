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
        await Eventually.Holds(async () =>
            (int)JsonNode.Parse(await first.Http.GetStringAsync("v2/models/digits/traffic"))!["versions"]![0]!["ready_replicas"]! == 2);

        // At the gateway it is the client that speaks first.
        Assert.True(await LetsIn(first.SiloPort, _certificates.Silo()));
        foreach (var port in new[] { first.SiloPort, first.GatewayPort })
        {
            Assert.False(await LetsIn(port, _others.Silo()));
            Assert.False(await LetsIn(port, null));
        }
    }

    /// <summary>Whether the silo goes on talking after the handshake: with TLS 1.3 a client is told only then that it was refused.</summary>
    private static async Task<bool> LetsIn(int port, X509Certificate2? certificate)
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
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.Subject == "CN=silo",
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
        var server = await ServerProcess.Start(
            Path.Combine(AppContext.BaseDirectory, "models", "repository"), "--cluster", "redis", "--redis", _redis!.Address,
            "--cluster-tls-certificate", _certificates.CertificateFile, "--cluster-tls-key", _certificates.KeyFile, "--cluster-tls-ca", _certificates.CaFile);
        _servers.Add(server);
        return server;
    }
}
