using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansInference.FrontDoors.Reload;

namespace OrleansInference.FrontDoors.Tls;

/// <summary>Reads the files of an identity; tells everything that is wrong with them.</summary>
internal static class TlsFiles
{
    /// <summary>The doors'. Clients have to show certificates for clients (RFC 5280, 4.2.1.12), as TLS asks of them.</summary>
    private static readonly TlsKeys Doors = new(
        $"{TlsOptions.Section}:{nameof(TlsOptions.CertificatePath)}", $"{TlsOptions.Section}:{nameof(TlsOptions.KeyPath)}", $"{TlsOptions.Section}:{nameof(TlsOptions.ClientCaPath)}",
        CaUsage: "1.3.6.1.5.5.7.3.2");

    private const string AllowedCertificate = "allowed: a PEM file with the server's certificate first, then its intermediate ones";
    private const string AllowedKey = "allowed: a PEM file with the certificate's private key, not encrypted";
    private const string AllowedCa = "allowed: a PEM file with at least one root (self-signed) CA certificate";

    /// <summary>Certificate, key and, where set, the clients' CA.</summary>
    public static ImmutableArray<string> Paths(TlsOptions options) =>
        string.IsNullOrEmpty(options.ClientCaPath)
            ? [options.CertificatePath!, options.KeyPath!]
            : [options.CertificatePath!, options.KeyPath!, options.ClientCaPath];

    public static Parsed<TlsIdentity> Parse(ImmutableArray<FileText> files) => Parse(files, Doors);

    /// <param name="files">Certificate, key and, where there is one, CA.</param>
    /// <param name="keys">The options that named them.</param>
    public static Parsed<TlsIdentity> Parse(ImmutableArray<FileText> files, TlsKeys keys)
    {
        var mistakes = ImmutableArray.CreateBuilder<string>();
        var chain = Certificates(files[0], keys.Certificate, AllowedCertificate, mistakes);
        var leaf = WithKey(chain, files[0], files[1], keys.PrivateKey, mistakes);
        var policy = files.Length > 2 ? CaPolicy(files[2], keys, mistakes) : null;
        if (mistakes.Count > 0)
            return Parsed<TlsIdentity>.Wrong(mistakes.ToImmutable());
        // Offline: fetching what is missing of a chain over the network is not a server's business at start.
        return Parsed<TlsIdentity>.Of(new TlsIdentity(leaf!, SslStreamCertificateContext.Create(leaf!, chain, offline: true), policy));
    }

    private static X509Certificate2Collection? Certificates(FileText file, string key, string allowed, ImmutableArray<string>.Builder mistakes)
    {
        var certificates = new X509Certificate2Collection();
        var problem = file.Error;
        try
        {
            if (file.Text is not null)
                certificates.ImportFromPem(file.Text);
            if (certificates.Count == 0)
                problem ??= "it holds no certificate";
        }
        catch (CryptographicException exception)
        {
            problem = $"a certificate in it can't be read ({exception.Message})";
        }
        if (problem is null)
            return certificates;
        mistakes.Add($"{key} is '{file.Path}': {problem.TrimEnd('.')}; {allowed}.");
        return null;
    }

    private static X509Certificate2? WithKey(
        X509Certificate2Collection? chain, FileText certificate, FileText key, string option, ImmutableArray<string>.Builder mistakes)
    {
        var problem = key.Error;
        if (key.Text?.Contains("ENCRYPTED", StringComparison.Ordinal) == true)
            problem = "the key is encrypted";
        else if (key.Text?.Contains("PRIVATE KEY-----", StringComparison.Ordinal) == false)
            problem = "it holds no private key";
        try
        {
            if (problem is null && chain is not null)
                return X509Certificate2.CreateFromPem(chain[0].ExportCertificatePem(), key.Text);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            problem = $"it is not the key of the certificate in '{certificate.Path}' ({chain![0].Subject})";
        }
        if (problem is not null)
            mistakes.Add($"{option} is '{key.Path}': {problem.TrimEnd('.')}; {AllowedKey}.");
        return null;
    }

    private static X509ChainPolicy? CaPolicy(FileText file, TlsKeys keys, ImmutableArray<string>.Builder mistakes)
    {
        if (Certificates(file, keys.Ca, AllowedCa, mistakes) is not { } certificates)
            return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        if (keys.CaUsage is { } usage) policy.ApplicationPolicy.Add(new Oid(usage));
        foreach (var certificate in certificates)
        {
            var isRoot = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
            (isRoot ? policy.CustomTrustStore : policy.ExtraStore).Add(certificate);
        }
        if (policy.CustomTrustStore.Count == 0)
            mistakes.Add($"{keys.Ca} is '{file.Path}': it holds only intermediate certificates; {AllowedCa}.");
        return policy;
    }
}
