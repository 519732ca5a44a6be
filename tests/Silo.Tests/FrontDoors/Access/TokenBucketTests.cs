using System.Threading.RateLimiting;

namespace OrleansInference.FrontDoors.Access;

public sealed class TokenBucketTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_burst_is_granted_and_then_one_for_each_interval()
    {
        using var bucket = Bucket(requestsPerSecond: 10, burst: 3);

        Assert.Equal([true, true, true, false, false], Take(bucket, 5));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal([true, false], Take(bucket, 2));
        _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal([true, true, false], Take(bucket, 3));
    }

    [Fact]
    public void A_refusal_says_when_the_next_token_comes()
    {
        using var bucket = Bucket(requestsPerSecond: 10, burst: 1);
        Take(bucket, 1);
        _time.Advance(TimeSpan.FromMilliseconds(30));

        using var refused = bucket.AttemptAcquire();

        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out var wait));
        Assert.Equal(TimeSpan.FromMilliseconds(70), wait);
        _time.Advance(wait);
        Assert.Equal([true, false], Take(bucket, 2));
    }

    [Fact]
    public void A_long_pause_is_worth_one_burst_and_no_more()
    {
        using var bucket = Bucket(requestsPerSecond: 10, burst: 2);
        Take(bucket, 2);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal([true, true, false], Take(bucket, 3));
    }

    [Fact]
    public void The_slowest_rate_with_the_largest_burst_keeps_its_arithmetic()
    {
        using var bucket = Bucket(requestsPerSecond: 0.001, burst: 1_000_000);

        Assert.Equal(Enumerable.Repeat(true, 1000), Take(bucket, 1000));
    }

    [Fact]
    public async Task Threads_share_the_tokens_and_get_no_more_than_there_are()
    {
        using var bucket = Bucket(requestsPerSecond: 1, burst: 1000);

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Take(bucket, 500).Count(granted => granted))));

        Assert.Equal(1000, taken.Sum());
    }

    private TokenBucket Bucket(double requestsPerSecond, int burst) => new(new RateLimit(requestsPerSecond, burst), _time);

    private static bool[] Take(TokenBucket bucket, int count)
    {
        var granted = new bool[count];
        for (var i = 0; i < count; i++)
        {
            using var lease = bucket.AttemptAcquire();
            granted[i] = lease.IsAcquired;
        }
        return granted;
    }
}
