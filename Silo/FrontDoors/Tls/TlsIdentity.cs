using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace OrleansInference.FrontDoors.Tls;

/// <summary>What the server shows and asks for in a handshake; immutable. A replaced one is left to the garbage collector, since handshakes may still use it.</summary>
/// <param name="Certificate">With its private key.</param>
/// <param name="Context">The certificate with its chain, prepared once for all connections.</param>
/// <param name="ClientPolicy">How clients' certificates are judged; null where none are asked for.</param>
internal sealed record TlsIdentity(X509Certificate2 Certificate, SslStreamCertificateContext Context, X509ChainPolicy? ClientPolicy)
{
    /// <summary>Why clients will refuse the certificate at <paramref name="now"/>; null where its time is right.</summary>
    public string? WarningAt(DateTimeOffset now) =>
        now.UtcDateTime > NotAfter ? $"certificate {Certificate.Subject} expired on {NotAfter:u}; clients will refuse it" :
        now.UtcDateTime < NotBefore ? $"certificate {Certificate.Subject} is valid only from {NotBefore:u} on; clients will refuse it" :
        null;

    public override string ToString() => $"{Certificate.Subject}, until {NotAfter:yyyy-MM-dd}";

    // X509Certificate2 tells local time.
    private DateTime NotBefore => Certificate.NotBefore.ToUniversalTime();

    private DateTime NotAfter => Certificate.NotAfter.ToUniversalTime();
}
