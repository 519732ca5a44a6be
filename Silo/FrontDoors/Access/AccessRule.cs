using System.Net;
using OrleansInference.FrontDoors.Tls;

namespace OrleansInference.FrontDoors.Access;

/// <summary>
/// What a server must have before it listens where other machines reach it: TLS and known callers, unless the operator says in so many
/// words that it goes without.
/// </summary>
internal static class AccessRule
{
    /// <summary>Why a door may not listen on its address, and what to add; null where it may.</summary>
    /// <param name="key">The setting that has the address.</param>
    /// <param name="address">As it is set.</param>
    public static string? Objection(string key, string address, TlsOptions tls, AccessOptions access)
    {
        if (access.AllowAnonymous || !ListenAddressAttribute.TryParse(address, out var ip) || IPAddress.IsLoopback(ip))
            return null;
        var isEncrypted = tls.IsEnabled || access.AllowPlaintext;
        var isIdentified = access.HasKeys || tls.IdentifiesClients;
        if (isEncrypted && isIdentified)
            return null;
        string[] add =
        [
            .. isEncrypted ? (string[])[] : ["--tls-certificate FILE --tls-key FILE (behind a proxy that ends TLS: --allow-plaintext)"],
            .. isIdentified ? (string[])[] : ["--api-keys FILE"],
        ];
        return $"{key} = {address}: other machines reach this address, so callers must be known and their keys encrypted: add " +
            $"{string.Join(" and ", add)}. To let anyone call: --allow-anonymous. See docs/security.md.";
    }
}
