using OrleansInference.FrontDoors.Tls;

namespace OrleansInference.FrontDoors.Access;

public sealed class AccessRuleTests
{
    private const string Tls = "--tls-certificate FILE --tls-key FILE (behind a proxy that ends TLS: --allow-plaintext)";
    private const string Keys = "--api-keys FILE";

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("not an address")] // told elsewhere
    public void This_machine_alone_is_open(string address) => Assert.Null(Objection(address, "", ""));

    [Theory]
    [InlineData("*", "", "", $"{Tls} and {Keys}")]
    [InlineData("0.0.0.0", "", "", $"{Tls} and {Keys}")]
    [InlineData("::", "", "", $"{Tls} and {Keys}")]
    [InlineData("192.0.2.1", "tls", "", Keys)]
    [InlineData("192.0.2.1", "", "keys", Tls)]
    [InlineData("192.0.2.1", "", "plaintext", Keys)]
    [InlineData("192.0.2.1", "tls optional-client-ca", "", Keys)]
    public void Another_address_is_refused_and_told_exactly_what_to_add(string address, string tls, string access, string add) => Assert.Equal(
        $"Http:Address = {address}: other machines reach this address, so callers must be known and their keys encrypted: add {add}. " +
        "To let anyone call: --allow-anonymous. See docs/security.md.",
        Objection(address, tls, access));

    [Theory]
    [InlineData("tls", "keys")]
    [InlineData("tls client-ca", "")]
    [InlineData("", "keys plaintext")]
    [InlineData("", "anonymous")]
    [InlineData("tls", "anonymous")]
    public void Another_address_is_served_with_TLS_and_known_callers_or_where_the_operator_says_so(string tls, string access) =>
        Assert.Null(Objection("*", tls, access));

    private static string? Objection(string address, string tls, string access) => AccessRule.Objection(
        "Http:Address",
        address,
        new TlsOptions
        {
            CertificatePath = tls.Contains("tls", StringComparison.Ordinal) ? "c" : null,
            KeyPath = tls.Contains("tls", StringComparison.Ordinal) ? "k" : null,
            ClientCaPath = tls.Contains("client-ca", StringComparison.Ordinal) ? "a" : null,
            RequireClientCertificate = !tls.Contains("optional", StringComparison.Ordinal),
        },
        new AccessOptions
        {
            KeysPath = access.Contains("keys", StringComparison.Ordinal) ? "k" : null,
            AllowPlaintext = access.Contains("plaintext", StringComparison.Ordinal),
            AllowAnonymous = access.Contains("anonymous", StringComparison.Ordinal),
        });
}
