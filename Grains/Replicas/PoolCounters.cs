using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Replicas;

/// <summary>Counts what a pool does. Plain numbers, because every call comes from the pool's turns.</summary>
internal sealed class PoolCounters
{
    private readonly SortedDictionary<long, BatchCounters> _bySize = [];
    private DurationSum _success, _fail, _queue, _input, _infer, _output;
    private DateTimeOffset? _lastRequest;
    private long _items;

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
    };

    public void Came(DateTimeOffset at) => _lastRequest = at;

    /// <summary>Of a request that was refused at once.</summary>
    public void Refused(FaultKind kind)
    {
        // One that another pool may take has not failed yet.
        if (kind is not (FaultKind.Unavailable or FaultKind.ModelNotReady)) _fail += new DurationSum(1, TimeSpan.Zero);
    }

    public void Failed(PendingRequest request, DateTimeOffset at) => _fail += new DurationSum(1, at - request.EnqueuedAt);

    /// <param name="request">One that has got its response.</param>
    /// <param name="passes">Those of its batch.</param>
    /// <param name="started">When its batch began.</param>
    /// <param name="at">Now.</param>
    public void Succeeded(PendingRequest request, ImmutableArray<ForwardPass> passes, DateTimeOffset started, DateTimeOffset at)
    {
        _items += request.Items;
        _success += new DurationSum(1, at - request.EnqueuedAt);
        _queue += new DurationSum(1, started - request.EnqueuedAt);
        var (input, infer, output) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        foreach (var pass in passes) (input, infer, output) = (input + pass.Input, infer + pass.Infer, output + pass.Output);
        _input += new DurationSum(1, input);
        _infer += new DurationSum(1, infer);
        _output += new DurationSum(1, output);
    }

    public void Ran(ImmutableArray<ForwardPass> passes)
    {
        foreach (var pass in passes)
        {
            if (!_bySize.TryGetValue(pass.Items, out var counters)) _bySize.Add(pass.Items, counters = new BatchCounters());
            counters.Add(pass);
        }
    }

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
