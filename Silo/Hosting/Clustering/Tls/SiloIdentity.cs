using OrleansInference.FrontDoors.Reload;
using OrleansInference.FrontDoors.Tls;

namespace OrleansInference.Hosting.Clustering;

/// <summary>What the silo shows other silos, and what it asks of them; read again when its files change.</summary>
internal sealed class SiloIdentity(ClusterTlsOptions options, TimeProvider time, ILogger<SiloIdentity> logger) : IDisposable
{
    private readonly ReloadedFiles<TlsIdentity> _files =
        new("TLS certificate of the silo", ClusterTlsOptionsValidator.Paths(options), ClusterTlsOptionsValidator.Read, time, logger);

    public TlsIdentity Current => _files.Current;

    public void Dispose() => _files.Dispose();
}
