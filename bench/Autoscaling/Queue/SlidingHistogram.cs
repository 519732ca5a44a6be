using OrleansInference.Telemetry;

namespace OrleansInference.Bench;

/// <summary>A histogram that values also leave again.</summary>
internal sealed class SlidingHistogram
{
    private readonly List<int> _counts = [];
    private long _count;
    private long _sum;

    public void Add(long value) => Change(value, 1);

    public void Remove(long value) => Change(value, -1);

    public HistogramSnapshot Snapshot() => new()
    {
        Count = _count,
        Sum = _sum,
        Buckets = [.. _counts.Index().Where(bucket => bucket.Item > 0).Select(bucket => new HistogramBucket(bucket.Index, bucket.Item))],
    };

    private void Change(long value, int by)
    {
        var index = HistogramBucket.IndexOf(value);
        while (_counts.Count <= index)
            _counts.Add(0);
        _counts[index] += by;
        _count += by;
        _sum += by * value;
    }
}
