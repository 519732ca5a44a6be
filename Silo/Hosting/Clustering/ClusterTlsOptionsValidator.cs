using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using OrleansInference.FrontDoors.Reload;
using OrleansInference.FrontDoors.Tls;

namespace OrleansInference.Hosting.Clustering;

/// <summary>Finds every mistake at once: of the options, of the files that they name, and that the build has no TLS.</summary>
internal sealed class ClusterTlsOptionsValidator : IValidateOptions<ClusterTlsOptions>
{
    private static readonly (string Oid, string Name)[] Usages = [("1.3.6.1.5.5.7.3.1", "servers"), ("1.3.6.1.5.5.7.3.2", "clients")];

    private static readonly TlsKeys Keys = new(
        $"{ClusterTlsOptions.Section}:{nameof(ClusterTlsOptions.CertificatePath)}", $"{ClusterTlsOptions.Section}:{nameof(ClusterTlsOptions.KeyPath)}",
        $"{ClusterTlsOptions.Section}:{nameof(ClusterTlsOptions.CaPath)}", CaUsage: null);

    public ValidateOptionsResult Validate(string? name, ClusterTlsOptions options)
    {
        if (!options.IsEnabled) return ValidateOptionsResult.Success;
        List<string> mistakes = [.. Missing(options)];
        if (mistakes.Count == 0) mistakes.AddRange(Read([.. Paths(options).Select(FileText.Read)]).Mistakes);
        if (SiloTls.Unavailable is { } reason) mistakes.Add($"{ClusterTlsOptions.Section} is set, but {reason}");
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    public static ImmutableArray<string> Paths(ClusterTlsOptions options) => [options.CertificatePath, options.KeyPath, options.CaPath];

    /// <summary>What the files hold, or everything that is wrong with them.</summary>
    public static Parsed<TlsIdentity> Read(ImmutableArray<FileText> files)
    {
        var parsed = TlsFiles.Parse(files, Keys);
        if (parsed.Value is not { } identity) return parsed;
        string[] mistakes =
        [
            .. from usage in Usages
               where !Allows(identity.Certificate, usage.Oid)
               select $"{Keys.Certificate} is '{files[0].Path}': its extended key usage leaves out {usage.Name}, and a silo is both; allowed: one for servers and clients.",
        ];
        return mistakes.Length > 0 ? Parsed<TlsIdentity>.Wrong([.. mistakes]) : parsed;
    }

    /// <summary>A certificate that names no usage is for all (RFC 5280, 4.2.1.12).</summary>
    private static bool Allows(X509Certificate2 certificate, string usage) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault() is not { } extension
        || extension.EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>().Any(oid => oid.Value == usage);

    private static IEnumerable<string> Missing(ClusterTlsOptions options)
    {
        if (options.CertificatePath.Length == 0) yield return $"{Keys.Certificate} is not set; TLS between silos needs the silo's certificate as a PEM file: --cluster-tls-certificate FILE.";
        if (options.KeyPath.Length == 0) yield return $"{Keys.PrivateKey} is not set; TLS between silos needs the certificate's private key as a PEM file: --cluster-tls-key FILE.";
        if (options.CaPath.Length == 0) yield return $"{Keys.Ca} is not set; TLS between silos needs the CA that issues their certificates as a PEM file: --cluster-tls-ca FILE.";
    }
}
