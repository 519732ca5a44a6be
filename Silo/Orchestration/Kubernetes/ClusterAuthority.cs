using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansInference.FrontDoors.Reload;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>
/// Judges the API server's certificate by the cluster's own authorities, and no others: those that the machine trusts could issue one for the same name. The file is read
/// at each handshake, of which there are few, so that a replaced authority is followed.
/// </summary>
internal sealed class ClusterAuthority(string path)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1"; // RFC 5280, 4.2.1.12

    /// <summary>Why the last certificate was refused.</summary>
    public string? Objection { get; private set; }

    public bool Accepts(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        Objection = Judge(certificate, sent, errors);
        return Objection is null;
    }

    private string? Judge(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf) return "it shows no certificate";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return $"its certificate ({leaf.Subject}) is for another name";
        var file = FileText.Read(path);
        if (file.Text is null) return $"Hosts:Kubernetes:CaPath can't be read: {file.Error}";
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        try
        {
            chain.ChainPolicy.CustomTrustStore.ImportFromPem(file.Text);
        }
        catch (CryptographicException exception)
        {
            return $"'{path}' (Hosts:Kubernetes:CaPath) holds no certificates that can be read: {exception.Message}";
        }
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(leaf)
            ? null
            : $"its certificate ({leaf.Subject}) was not issued by '{path}' (Hosts:Kubernetes:CaPath), or is out of its time: " +
              string.Join(' ', chain.ChainStatus.Select(status => status.StatusInformation.Trim()));
    }
}
