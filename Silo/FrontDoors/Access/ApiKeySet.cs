using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace OrleansInference.FrontDoors.Access;

/// <summary>The keys of one state of the keys file; immutable.</summary>
internal sealed class ApiKeySet(ImmutableArray<ApiKey> keys)
{
    private readonly FrozenDictionary<int, ApiKey[]> _buckets =
        keys.GroupBy(key => BucketOf(key.Hash.AsSpan())).ToFrozenDictionary(bucket => bucket.Key, bucket => bucket.ToArray());

    public ImmutableArray<ApiKey> Keys => keys;

    /// <summary>
    /// The key with this SHA-256; takes as long with one key as with thousands. Keys are sorted into buckets under a random seed of this process, and
    /// those of a bucket are compared in constant time and to the last, so the time it takes tells a caller nothing about any of them.
    /// </summary>
    public ApiKey? Find(ReadOnlySpan<byte> hash)
    {
        ApiKey? found = null;
        foreach (var key in _buckets.GetValueOrDefault(BucketOf(hash), []))
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

    private static int BucketOf(ReadOnlySpan<byte> hash)
    {
        var bucket = new HashCode(); // has the random seed
        bucket.AddBytes(hash);
        return bucket.ToHashCode();
    }
}
