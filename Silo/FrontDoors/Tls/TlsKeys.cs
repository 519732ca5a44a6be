namespace OrleansInference.FrontDoors.Tls;

/// <summary>The options that name the files of an identity, for messages.</summary>
/// <param name="CaUsage">What certificates of the other side have to be for (an extended key usage); null: what the handshake asks of them.</param>
internal sealed record TlsKeys(string Certificate, string PrivateKey, string Ca, string? CaUsage);
