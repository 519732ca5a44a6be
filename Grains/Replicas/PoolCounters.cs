using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Telemetry;

namespace OrleansInference.Replicas;

/// <summary>Counts what a pool does. Plain numbers, because every call comes from the pool's turns.</summary>
internal sealed class PoolCounters
{
    // More than this in one batch counts as this.
    private const long LargestBatch = (1L << 20) - 1;

    // The steps of an ensemble may run on silos of a later release.
    private const int OfLaterReleases = 0;

    private static readonly int FaultKinds = (int)Enum.GetValues<FaultKind>().Max() + 1;

    private readonly SortedDictionary<long, BatchCounters> _bySize = [];
    private readonly Histogram _queueTimes = new(), _batchWaitTimes = new(), _computeTimes = new(), _totalTimes = new(), _passItems = new(LargestBatch);
    private readonly RecentLatency _latency = new();
    private readonly long[] _faults = new long[FaultKinds];
    private DurationSum _success, _fail, _queue, _input, _infer, _output;
    private DateTimeOffset? _lastRequest;
    private long _items, _elements, _paddingElements;
    private double _estimatedSeconds, _actualSeconds, _estimateError;

    public PoolStatistics Statistics => new()
    {
        Success = _success,
        Fail = _fail,
        Queue = _queue,
        Input = _input,
        Infer = _infer,
        Output = _output,
        Items = _items,
        Passes = _bySize.Values.Sum(size => size.Passes),
        LastRequest = _lastRequest,
        BatchSizes = [.. _bySize.Select(size => size.Value.Statistics(size.Key))],
        Faults = [.. _faults.Select((count, kind) => new FaultCount((FaultKind)kind, count)).Where(fault => fault.Count > 0)],
        QueueTimes = _queueTimes.Snapshot(),
        BatchWaitTimes = _batchWaitTimes.Snapshot(),
        ComputeTimes = _computeTimes.Snapshot(),
        TotalTimes = _totalTimes.Snapshot(),
        PassItems = _passItems.Snapshot(),
        Elements = _elements,
        PaddingElements = _paddingElements,
        EstimatedSeconds = _estimatedSeconds,
        ActualSeconds = _actualSeconds,
        EstimateError = _estimateError,
    };

    public void Came(DateTimeOffset at) => _lastRequest = at;

    /// <summary>Of a request that was refused at once.</summary>
    public void Refused(FaultKind kind)
    {
        // One that another pool may take has not failed yet.
        if (kind is not (FaultKind.Unavailable or FaultKind.ModelNotReady)) Failed(kind, TimeSpan.Zero);
    }

    public void Failed(PendingRequest request, FaultKind kind, DateTimeOffset at)
    {
        Failed(kind, at - request.EnqueuedAt);
        // A pool that is too slow for every deadline would else look as if it had done nothing.
        if (kind == FaultKind.DeadlineExceeded) _latency.Add(at, at - request.EnqueuedAt);
    }

    public void Failed(FaultKind kind, TimeSpan after)
    {
        _fail += new DurationSum(1, after);
        _faults[(int)kind < FaultKinds ? (int)kind : OfLaterReleases]++;
    }

    /// <param name="request">One that has got its response.</param>
    /// <param name="passes">Those of its batch.</param>
    /// <param name="started">When its batch began.</param>
    /// <param name="at">Now.</param>
    public void Succeeded(PendingRequest request, ImmutableArray<ForwardPass> passes, DateTimeOffset started, DateTimeOffset at)
    {
        Succeeded(request.Items, passes, started - request.EnqueuedAt, at - request.EnqueuedAt);
        _latency.Add(at, at - request.EnqueuedAt);
    }

    /// <param name="items">What the request brought.</param>
    /// <param name="passes">Those of its batch.</param>
    /// <param name="queue">From its arrival to when its batch began.</param>
    /// <param name="total">From its arrival to its response.</param>
    public void Succeeded(int items, ImmutableArray<ForwardPass> passes, TimeSpan queue, TimeSpan total)
    {
        _items += items;
        _success += new DurationSum(1, total);
        _queue += new DurationSum(1, queue);
        var (input, infer, output) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        foreach (var pass in passes) (input, infer, output) = (input + pass.Input, infer + pass.Infer, output + pass.Output);
        _input += new DurationSum(1, input);
        _infer += new DurationSum(1, infer);
        _output += new DurationSum(1, output);

        var compute = input + infer + output;
        Record(_queueTimes, queue);
        Record(_batchWaitTimes, total - queue - compute);
        Record(_computeTimes, compute);
        Record(_totalTimes, total);
    }

    /// <summary>The 95th percentile of the times in the pool of requests that ended lately; zero where none has.</summary>
    public TimeSpan Latency(DateTimeOffset now) => _latency.Percentile(0.95, now);

    public void Ran(ImmutableArray<ForwardPass> passes)
    {
        foreach (var pass in passes)
        {
            if (!_bySize.TryGetValue(pass.Items, out var counters)) _bySize.Add(pass.Items, counters = new BatchCounters());
            counters.Add(pass);
            _passItems.Record(pass.Items);
        }
    }

    /// <summary>Of a batch, once it has run.</summary>
    /// <param name="elements">Of all its inputs, padding included.</param>
    /// <param name="padding">How many of them are padding.</param>
    public void Padded(long elements, long padding)
    {
        _elements += elements;
        _paddingElements += padding;
    }

    /// <summary>Of a batch that had an estimate and ran.</summary>
    /// <param name="estimatedSeconds">As the cost model said before.</param>
    /// <param name="actualSeconds">What the model has then learned from.</param>
    /// <param name="error">The cost model's, thereafter.</param>
    public void Estimated(double estimatedSeconds, double actualSeconds, double error)
    {
        _estimatedSeconds += estimatedSeconds;
        _actualSeconds += actualSeconds;
        _estimateError = error;
    }

    private static void Record(Histogram histogram, TimeSpan duration) => histogram.Record(duration.Ticks * TimeSpan.NanosecondsPerTick);

    private sealed class BatchCounters
    {
        private TimeSpan _input, _infer, _output;

        public long Passes { get; private set; }

        public void Add(ForwardPass pass)
        {
            Passes++;
            (_input, _infer, _output) = (_input + pass.Input, _infer + pass.Infer, _output + pass.Output);
        }

        public BatchStatistics Statistics(long items) => new()
        {
            Items = items,
            Input = new DurationSum(Passes, _input),
            Infer = new DurationSum(Passes, _infer),
            Output = new DurationSum(Passes, _output),
        };
    }
}
