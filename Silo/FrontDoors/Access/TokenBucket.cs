using System.Threading.RateLimiting;

namespace OrleansInference.FrontDoors.Access;

/// <summary>
/// A token bucket without a timer: kept as the time at which it will be full, which one compare-and-swap moves (the generic cell rate
/// algorithm, ITU-T I.371). .NET's own <see cref="TokenBucketRateLimiter"/> knows neither <see cref="TimeProvider"/> nor the wait until the next
/// token finer than a period, and replenished by hand it pays an idle key the time of its pause again on top of a full bucket.
/// </summary>
internal sealed class TokenBucket(RateLimit rate, TimeProvider time) : RateLimiter
{
    private static readonly RateLimitLease Granted = new Lease(null);

    private readonly double _ticksPerToken = time.TimestampFrequency / rate.RequestsPerSecond;
    private long _fullAt = time.GetTimestamp();

    /// <summary>Null: a key's bucket lives as long as the key.</summary>
    public override TimeSpan? IdleDuration => null;

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        while (true)
        {
            var now = time.GetTimestamp();
            var fullAt = Volatile.Read(ref _fullAt);
            var after = Math.Max(fullAt, now) + (long)(permitCount * _ticksPerToken);
            var late = after - now - (long)(rate.Burst * _ticksPerToken);
            if (late > 0)
                return new Lease(time.GetElapsedTime(0, late));
            if (Interlocked.CompareExchange(ref _fullAt, after, fullAt) == fullAt)
                return Granted;
        }
    }

    /// <summary>Never waits: a caller over its rate is told when to come back.</summary>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AttemptAcquireCore(permitCount));

    private sealed class Lease(TimeSpan? retryAfter) : RateLimitLease
    {
        public override bool IsAcquired => retryAfter is null;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
