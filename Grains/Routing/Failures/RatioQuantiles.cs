using OrleansInference.Telemetry;

namespace OrleansInference.Routing.Failures;

/// <summary>
/// High quantiles of recent ratios, to 1 %. Remembers one to two windows, each of at least ten seconds and 1024 ratios: a busy model is
/// followed within twenty seconds, and a quiet one isn't forgotten. For any thread; recording is lock-free.
/// </summary>
internal sealed class RatioQuantiles(TimeProvider time)
{
    /// <summary>Before so many, nothing is known of one in a hundred.</summary>
    public const int Enough = 100;

    private const int UnitsPerRatio = 128;
    private const long Largest = (4096L * UnitsPerRatio) - 1;
    private const int WindowCount = 1024;

    // Quantiles are found anew once in so many records, because that reads all counts.
    private const int RecordsPerReading = 64;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _reading = new();
    private volatile int[] _current = NewCounts();
    private int[] _previous = NewCounts();
    private long _windowBegan = time.GetTimestamp();
    private long _records;
    private double _p95, _p99;

    /// <summary>0 before <see cref="Enough"/> were recorded.</summary>
    public double P95 => Volatile.Read(ref _p95);

    /// <inheritdoc cref="P95"/>
    public double P99 => Volatile.Read(ref _p99);

    public void Record(double ratio)
    {
        Interlocked.Increment(ref _current[HistogramBucket.IndexOf((long)Math.Clamp(ratio * UnitsPerRatio, 0, Largest))]);
        var records = Interlocked.Increment(ref _records);
        if ((records != Enough && records % RecordsPerReading != 0) || !_reading.TryEnter()) return;
        try
        {
            Read();
        }
        finally
        {
            _reading.Exit();
        }
    }

    private void Read()
    {
        var current = _current;
        long inCurrent = 0, all = 0;
        for (var i = 0; i < current.Length; i++)
        {
            inCurrent += current[i];
            all += current[i] + _previous[i];
        }
        if (all < Enough) return;

        long above = 0;
        double p99 = 0;
        var index = current.Length - 1;
        for (; above <= 0.05 * all; index--)
        {
            above += current[index] + _previous[index];
            if (p99 == 0 && above > 0.01 * all) p99 = UpperBound(index);
        }
        Volatile.Write(ref _p99, p99);
        Volatile.Write(ref _p95, UpperBound(index + 1));
        if (inCurrent >= WindowCount && time.GetElapsedTime(_windowBegan) >= Window) Turn();
    }

    // Whoever records at this moment may do so into the window that ends; that is in time enough.
    private void Turn()
    {
        var oldest = _previous;
        Array.Clear(oldest);
        _previous = _current;
        _current = oldest;
        _windowBegan = time.GetTimestamp();
    }

    private static double UpperBound(int index) => (new HistogramBucket(index, 0).Highest + 1) / (double)UnitsPerRatio;

    private static int[] NewCounts() => new int[HistogramBucket.IndexOf(Largest) + 1];
}
