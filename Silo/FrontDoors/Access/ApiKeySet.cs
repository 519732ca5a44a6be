using System.Collections.Immutable;
using System.Security.Cryptography;

namespace OrleansInference.FrontDoors.Access;

/// <summary>The keys of one state of the keys file; immutable.</summary>
internal sealed class ApiKeySet(ImmutableArray<ApiKey> keys)
{
    public ImmutableArray<ApiKey> Keys => keys;

    /// <summary>
    /// The key with this SHA-256. Compares with every key and each in constant time, so how long it takes tells nothing about any of them;
    /// about 10 ns a key, so files of thousands are no burden.
    /// </summary>
    public ApiKey? Find(ReadOnlySpan<byte> hash)
    {
        ApiKey? found = null;
        foreach (var key in keys)
            if (CryptographicOperations.FixedTimeEquals(key.Hash.AsSpan(), hash))
                found = key;
        return found;
    }

    /// <summary>
    /// The same keys with their limiters: those of <paramref name="before"/> go on where key and rate are the same, so that a change of
    /// the file gives nobody a fresh burst.
    /// </summary>
    public ApiKeySet WithLimiters(ApiKeySet? before, TimeProvider time) => new([.. keys.Select(key => key with
    {
        Limiter = key.Rate is not { } rate ? null
            : before?.Find(key.Hash.AsSpan()) is { Limiter: { } limiter } same && same.Rate == rate ? limiter
            : new TokenBucket(rate, time),
    })]);
}
