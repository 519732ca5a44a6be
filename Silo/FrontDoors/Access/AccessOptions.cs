namespace OrleansInference.FrontDoors.Access;

/// <summary>Who may call, from the configuration section <c>Access</c>.</summary>
internal sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>
    /// API keys, as a JSON file (docs/security.md; <c>oi keys new</c> makes them). With it every call but a probe needs a key. It is read
    /// again within ten seconds when it changes.
    /// </summary>
    public string? KeysPath { get; set; }

    /// <summary>
    /// Lets anyone call who reaches the server, on addresses that other machines reach too. Without it such an address needs TLS and
    /// API keys. Default false.
    /// </summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>
    /// Takes API keys over connections without TLS on addresses that other machines reach: for a server behind a proxy or a service mesh that
    /// ends TLS. Default false.
    /// </summary>
    public bool AllowPlaintext { get; set; }

    public bool HasKeys => !string.IsNullOrEmpty(KeysPath);
}
