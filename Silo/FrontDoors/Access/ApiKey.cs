using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Threading.RateLimiting;

namespace OrleansInference.FrontDoors.Access;

/// <summary>One key of the keys file. The key itself is not known here, only its hash.</summary>
internal sealed record ApiKey
{
    /// <summary>For people: in messages and logs.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the key's UTF-8 bytes; 32 bytes.</summary>
    public required ImmutableArray<byte> Hash { get; init; }

    /// <summary>Model names; <c>*</c> stands for any characters.</summary>
    public required ImmutableArray<string> Models { get; init; }

    public required AccessScopes Scopes { get; init; }

    public RateLimit? Rate { get; init; }

    /// <summary>Null for none.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Holds <see cref="Rate"/>; null where there is none.</summary>
    public RateLimiter? Limiter { get; init; }

    public bool Covers(string model)
    {
        foreach (var pattern in Models)
            if (FileSystemName.MatchesSimpleExpression(pattern, model, ignoreCase: false))
                return true;
        return false;
    }
}
