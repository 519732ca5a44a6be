using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace OrleansInference.FrontDoors.Access;

/// <summary>The key in an <c>Authorization</c> header (RFC 6750), which gRPC sends as the metadata <c>authorization</c>.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer";
    private const string Expected = "expected one header 'Authorization: Bearer KEY'";

    // Our keys have 46 characters; this bounds what is hashed.
    private const int MaxCharacters = 512;

    /// <summary>
    /// Writes the SHA-256 of the key to <paramref name="hash"/> (32 bytes), or says what is wrong. A plain hash is right here, and PBKDF2 or
    /// bcrypt would be waste: those slow down guessing of passwords that people choose, while nobody guesses 256 random bits, hashed
    /// fast or slowly. It also keeps the price of a wrong key small.
    /// </summary>
    public static string? Hash(StringValues header, Span<byte> hash)
    {
        if (header.Count != 1 || header[0] is not { Length: > 0 } text)
            return header.Count > 1 ? $"{Expected}, got {header.Count}" : "this server asks for an API key: send the header 'Authorization: Bearer KEY'";
        var space = text.IndexOf(' ');
        if (space < 0 || !text.AsSpan(0, space).Equals(Scheme, StringComparison.OrdinalIgnoreCase))
            return $"{Expected}, got one of another form";
        var key = text.AsSpan(space).Trim(' ');
        if (key.Length is 0 or > MaxCharacters)
            return $"{Expected} with a KEY of 1 to {MaxCharacters} characters, got {key.Length}";
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(MaxCharacters)];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], hash);
        return null;
    }
}
