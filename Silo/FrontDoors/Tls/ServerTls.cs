using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using OrleansInference.FrontDoors.Reload;

namespace OrleansInference.FrontDoors.Tls;

/// <summary>The server's side of a handshake: each connection gets the newest certificate; open ones keep theirs.</summary>
internal sealed partial class ServerTls : IDisposable
{
    private readonly bool _requireClientCertificate;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ReloadedFiles<TlsIdentity>? _files;

    public ServerTls(IOptions<TlsOptions> options, TimeProvider time, ILogger<ServerTls> logger)
    {
        (_time, _logger) = (time, logger);
        _requireClientCertificate = options.Value.RequireClientCertificate;
        if (!options.Value.IsEnabled)
            return;
        _files = new ReloadedFiles<TlsIdentity>("TLS certificate", TlsFiles.Paths(options.Value), TlsFiles.Parse, time, logger);
        _files.Changed += Warn;
        Warn(_files.Current);
    }

    /// <summary>Null where the doors speak without TLS.</summary>
    public TlsIdentity? Identity => _files?.Current;

    /// <summary>For one handshake. ALPN is the door's, which knows its protocols.</summary>
    public SslServerAuthenticationOptions Options()
    {
        var identity = _files!.Current;
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = identity.Context,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (identity.ClientPolicy is { } policy)
        {
            options.ClientCertificateRequired = true; // asks for one; whether there must be one, the callback says
            options.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
            options.CertificateChainPolicy = policy.Clone();
            options.RemoteCertificateValidationCallback = (_, _, _, errors) =>
                errors == SslPolicyErrors.None || (errors == SslPolicyErrors.RemoteCertificateNotAvailable && !_requireClientCertificate);
        }
        return options;
    }

    public void Dispose() => _files?.Dispose();

    private void Warn(TlsIdentity identity)
    {
        if (identity.WarningAt(_time.GetUtcNow()) is { } warning)
            LogWarning(warning);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "TLS: {Warning}")]
    private partial void LogWarning(string warning);
}
