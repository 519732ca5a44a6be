using System.Net.Security;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace OrleansInference.Hosting.Clustering;

/// <summary>TLS between silos, both of which show a certificate.</summary>
internal static class SiloTls
{
    /// <summary>Why it can't be had here; null, because it can.</summary>
    public static string? Unavailable => null;

    /// <summary>Expects files that are there and right once the silo starts.</summary>
    public static ISiloBuilder UseTls(this ISiloBuilder silo, ClusterTlsOptions options)
    {
        silo.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SiloIdentity>(provider, options));
        silo.Services.AddOptions<SiloConnectionOptions>().Configure<SiloIdentity>((connections, identity) =>
        {
            var tls = For(identity);
            connections.ConfigureSiloInboundConnection(connection => connection.UseServerTls(tls));
            connections.ConfigureGatewayInboundConnection(connection => connection.UseServerTls(tls));
            connections.ConfigureSiloOutboundConnection(connection => connection.UseClientTls(tls));
        });
        return silo;
    }

    private static TlsOptions For(SiloIdentity identity) => new()
    {
        // Looked at once, when the silo starts; each handshake then has the newest, with its chain.
        LocalCertificate = identity.Current.Certificate,
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        ClientCertificateMode = RemoteCertificateMode.RequireCertificate,
        RemoteCertificateValidation = identity.Accepts,
        OnAuthenticateAsServer = (_, options) =>
        {
            var handshake = (SslServerAuthenticationOptions)options.SslServerAuthenticationOptions;
            handshake.ServerCertificateSelectionCallback = null;
            handshake.ServerCertificateContext = identity.Current.Context;
            handshake.CertificateChainPolicy = identity.Current.ClientPolicy!.Clone();
        },
        OnAuthenticateAsClient = (_, options) =>
        {
            var handshake = (SslClientAuthenticationOptions)options.SslClientAuthenticationOptions;
            handshake.ClientCertificates = null;
            handshake.ClientCertificateContext = identity.Current.Context;
            handshake.CertificateChainPolicy = identity.Current.ClientPolicy!.Clone();
        },
    };
}
