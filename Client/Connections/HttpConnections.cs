using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace OrleansInference.Client.Connections;

/// <summary>Connections as tensors and long lives need them, for HTTP and gRPC alike.</summary>
internal static class HttpConnections
{
    private const int StreamWindowBytes = 4 * 1024 * 1024; // a tensor of this size comes without waiting for the window to open

    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Deadlines are each call's own, so there is none for all.</summary>
    public static HttpClient Create(InferenceClientOptions options)
    {
        var http = new HttpClient(CreateHandler(options)) { BaseAddress = HttpAddress(options.Address!), Timeout = Timeout.InfiniteTimeSpan };
        if (options.ApiKey is { } key)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    /// <summary>An address of any scheme as that of HTTP; with a slash behind, because a relative path replaces what follows the last one.</summary>
    public static Uri HttpAddress(Uri address) => new UriBuilder(address)
    {
        Scheme = address.Scheme switch { "grpc" => "http", "grpcs" => "https", var scheme => scheme },
        Path = address.AbsolutePath.TrimEnd('/') + "/",
    }.Uri;

    public static SocketsHttpHandler CreateHandler(InferenceClientOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = StreamWindowBytes,
            KeepAlivePingDelay = PingAfter,
            KeepAlivePingTimeout = PingTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
        };
        if (options.CaCertificate is { } authorities)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(authorities);
            handler.SslOptions.CertificateChainPolicy = policy;
        }
        if (options.ClientCertificate is { } certificate)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(
                X509Certificate2.CreateFromPemFile(certificate, options.ClientKey), additionalCertificates: null, offline: true);
        return handler;
    }
}
