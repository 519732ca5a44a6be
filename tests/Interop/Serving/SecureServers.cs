using System.Security.Cryptography.X509Certificates;
using OrleansInference.FrontDoors.Access;
using OrleansInference.FrontDoors.Tls;
using OrleansInference.Interop.Clients;

namespace OrleansInference.Interop.Serving;

/// <summary>
/// A server with TLS that asks for API keys, and one with mutual TLS. The keys: <c>all</c>, <c>digits</c> for that model only, <c>look</c>
/// without the scope for inference, <c>one</c> with a rate of one request in a thousand seconds.
/// </summary>
public sealed class SecureServers : IAsyncLifetime
{
    private readonly ScriptRuns _runs = new();
    private readonly TestCertificates _certificates = new();
    private readonly KeysFile _keys = new(
        KeysFile.Entry("all", scopes: "infer admin"), KeysFile.Entry("digits", models: "digits"), KeysFile.Entry("look", scopes: "admin"),
        KeysFile.Entry("one", rest: ", \"rate\": {\"requestsPerSecond\": 0.001, \"burst\": 1}"));

    private RunningServer? _keyed;
    private RunningServer? _mutual;

    public async Task InitializeAsync()
    {
        _certificates.WithServer(_certificates.Server());
        string[] tls = ["--tls-certificate", _certificates.CertificateFile, "--tls-key", _certificates.KeyFile];
        _keyed = await RunningServer.Start([.. tls, "--api-keys", _keys.Path]);
        _mutual = await RunningServer.Start([.. tls, "--tls-client-ca", _certificates.CaFile]);
    }

    public async Task DisposeAsync()
    {
        if (_keyed is not null) await _keyed.DisposeAsync();
        if (_mutual is not null) await _mutual.DisposeAsync();
        _runs.Dispose();
        _certificates.Dispose();
        _keys.Dispose();
    }

    internal async Task<ClientReport> Run(string script)
    {
        using var client = _certificates.Client();
        return await _runs.Of(
            script,
            ("OI_HTTP", $"https://{Local(_keyed!.Http)}"), ("OI_GRPC", Local(_keyed.Grpc)),
            ("OI_MUTUAL_HTTP", $"https://{Local(_mutual!.Http)}"), ("OI_MUTUAL_GRPC", Local(_mutual.Grpc)),
            ("OI_CA", _certificates.CaFile),
            ("OI_CERTIFICATE", _certificates.Write("client.pem", client.ExportCertificatePem())),
            ("OI_KEY", _certificates.Write("client-key.pem", client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())));
    }

    private static string Local(Uri address) => $"localhost:{address.Port}";
}
