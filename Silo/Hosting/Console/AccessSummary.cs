using Microsoft.Extensions.Options;
using OrleansInference.FrontDoors.Access;
using OrleansInference.FrontDoors.Tls;

namespace OrleansInference.Hosting;

/// <summary>Who may call and how, in one line for the person at the console.</summary>
internal sealed class AccessSummary(ServerTls tls, IOptions<TlsOptions> tlsOptions, AccessControl access, IOptions<AccessOptions> accessOptions)
{
    public override string ToString() => $"{Callers}; {Encryption}";

    private string Callers =>
        !access.IsOpen ? $"{access.KeyCount} API {(access.KeyCount == 1 ? "key" : "keys")} of {accessOptions.Value.KeysPath}" :
        tlsOptions.Value.IdentifiesClients ? "anyone with a client certificate" :
        accessOptions.Value.AllowAnonymous ? "anyone (--allow-anonymous)" :
        "anyone on this machine";

    private string Encryption => tls.Identity is { } identity ? $"TLS as {identity}" : "no TLS";
}
