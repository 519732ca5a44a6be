namespace OrleansInference.Hosting.Clustering;

/// <summary>
/// TLS between silos, and between them and clients that speak Orleans, from the section <c>Cluster:Tls</c>: each shows a certificate, and each asks for one. All three or none.
/// </summary>
internal sealed class ClusterTlsOptions
{
    public const string Section = $"{SiloClusterOptions.Section}:Tls";

    /// <summary>
    /// The silo's certificate as PEM, for servers and for clients (extended key usage), followed by its intermediate ones where it has some. The files of this section are read again within ten seconds
    /// when they change; open connections keep what they have.
    /// </summary>
    public string CertificatePath { get; set; } = "";

    /// <summary>The certificate's private key as PEM, not encrypted.</summary>
    public string KeyPath { get; set; } = "";

    /// <summary>Root certificates as PEM (and intermediate ones, if any). Whoever has a certificate that they issued is let in: it has to be the cluster's own CA.</summary>
    public string CaPath { get; set; } = "";

    /// <summary>Whether any of it is set; the validator sees to the rest.</summary>
    internal bool IsEnabled => this is not { CertificatePath: "", KeyPath: "", CaPath: "" };
}
