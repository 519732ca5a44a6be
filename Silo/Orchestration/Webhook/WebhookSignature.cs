using System.Security.Cryptography;
using System.Text;

namespace OrleansInference.Orchestration.Webhook;

/// <summary>HMAC-SHA256 (RFC 2104) of <c>timestamp.body</c>, so that a message can neither be changed nor, once its time is past, be sent again by others.</summary>
internal static class WebhookSignature
{
    public const string SignatureHeader = "X-OI-Signature";

    /// <summary>Seconds since 1970.</summary>
    public const string TimestampHeader = "X-OI-Timestamp";

    /// <summary>https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/</summary>
    public const string IdempotencyHeader = "Idempotency-Key";

    /// <returns><c>sha256=</c> and 64 hexadecimal digits.</returns>
    public static string Of(byte[] secret, string timestamp, string body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{timestamp}.{body}")));
}
