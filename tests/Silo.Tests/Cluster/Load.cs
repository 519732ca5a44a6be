using OrleansInference.Inference;
using OrleansInference.Routing;

namespace OrleansInference.Cluster;

/// <summary>Callers that each send one request after another until stopped, or until one gets no response, which is kept.</summary>
internal sealed class Load : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<InferenceFault> _faults = [];
    private readonly Task _callers;
    private IDispatcher _dispatcher = null!;
    private int _answered;

    public Load(IDispatcher dispatcher, int callers, string model = "double")
    {
        Dispatcher = dispatcher;
        _callers = Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => Call(model))));
    }

    /// <summary>Where the next requests go.</summary>
    public IDispatcher Dispatcher
    {
        get => Volatile.Read(ref _dispatcher);
        set => Volatile.Write(ref _dispatcher, value);
    }

    public int Answered => Volatile.Read(ref _answered);

    public async Task<IReadOnlyList<InferenceFault>> Stop()
    {
        await _stopping.CancelAsync();
        await _callers;
        return _faults;
    }

    public void Dispose() => _stopping.Dispose();

    private async Task Call(string model)
    {
        while (!_stopping.IsCancellationRequested)
        {
            var outcome = await Dispatcher.InferAsync(InferenceCluster.Request(1, 2, 3) with { Model = model }, default);
            if (outcome.Fault is { } fault)
            {
                lock (_faults) _faults.Add(fault);
                return; // refused at once again and again, it would take all of the processor from other tests
            }
            Interlocked.Increment(ref _answered);
        }
    }
}
