namespace OrleansInference.FrontDoors.Tls;

/// <summary>TLS of the HTTP and the gRPC door, from the configuration section <c>Tls</c>.</summary>
internal sealed class TlsOptions
{
    public const string Section = "Tls";

    /// <summary>
    /// The server's certificate as PEM, followed by its intermediate ones where it has some. With it both doors speak TLS 1.2 and 1.3 only.
    /// It is read again within ten seconds when it changes, as are the other files of this section.
    /// </summary>
    public string? CertificatePath { get; set; }

    /// <summary>The certificate's private key as PEM, not encrypted.</summary>
    public string? KeyPath { get; set; }

    /// <summary>Root certificates as PEM (and intermediate ones, if any) that issue the clients' certificates: mutual TLS.</summary>
    public string? ClientCaPath { get; set; }

    /// <summary>
    /// With ClientCaPath: whether a client must have a certificate. false: one that it shows must be good, but it need not show one, such as
    /// a probe. Default true.
    /// </summary>
    public bool RequireClientCertificate { get; set; } = true;

    /// <summary>Whether any of it is set; the validator sees to the rest.</summary>
    public bool IsEnabled => this is not { CertificatePath: null or "", KeyPath: null or "" };

    /// <summary>Whether nobody connects without a certificate.</summary>
    public bool IdentifiesClients => IsEnabled && RequireClientCertificate && !string.IsNullOrEmpty(ClientCaPath);
}
