using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using OrleansInference.FrontDoors.Reload;
using OrleansInference.FrontDoors.Tls;

namespace OrleansInference.Hosting.Clustering;

/// <summary>What the silo shows other silos, and what it asks of them; read again when its files change.</summary>
internal sealed partial class SiloIdentity(ClusterTlsOptions options, TimeProvider time, ILogger<SiloIdentity> logger) : IDisposable
{
    private readonly ReloadedFiles<TlsIdentity> _files =
        new("TLS certificate of the silo", ClusterTlsOptionsValidator.Paths(options), ClusterTlsOptionsValidator.Read, time, logger);

    private string? _refused;

    public TlsIdentity Current => _files.Current;

    /// <summary>Judges the other side's certificate. Silos come and go at addresses that nobody knows before: what counts is the cluster's own CA, not a name.</summary>
    public bool Accepts(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if ((errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None) return true;
        var reasons = string.Join("; ", chain?.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct() ?? []);
        // Once, and not for each of its attempts.
        if (Interlocked.Exchange(ref _refused, certificate.Subject + reasons) != certificate.Subject + reasons)
            LogRefused(certificate.Subject, certificate.Issuer, options.CaPath, reasons);
        return false;
    }

    public void Dispose() => _files.Dispose();

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Error,
        Message = "Refused the certificate '{Subject}' of '{Issuer}', which a silo or a client of the cluster showed: it can't be traced to Cluster:Tls:CaPath = {CaPath} ({Reasons}). "
            + "Give both sides certificates of one CA, and that CA's")]
    private partial void LogRefused(string subject, string issuer, string caPath, string reasons);
}
