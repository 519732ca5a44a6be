using Microsoft.Extensions.DependencyInjection;

namespace OrleansInference.Embedded;

/// <summary>A silo's stages. Observers of one stage run side by side.</summary>
internal sealed class SiloLifecycle(IServiceProvider services) : ISiloLifecycle
{
    private readonly Lock _lock = new();
    private readonly List<Subscription> _subscriptions = [];
    private bool _hasParticipants;

    public int HighestCompletedStage { get; private set; } = int.MinValue;

    public int LowestStoppedStage { get; private set; } = int.MaxValue;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new Subscription(this, observerName, stage, observer);
        lock (_lock) _subscriptions.Add(subscription);
        return subscription;
    }

    /// <summary>Starts the stages in ascending order. What an observer throws ends it; the caller stops what was started.</summary>
    public async Task StartAsync(CancellationToken token)
    {
        if (!_hasParticipants)
        {
            _hasParticipants = true;
            foreach (var participant in services.GetServices<ILifecycleParticipant<ISiloLifecycle>>()) participant.Participate(this);
        }

        foreach (var stage in Stages())
        {
            token.ThrowIfCancellationRequested();
            await Task.WhenAll(stage.Select(subscription => subscription.Observer.OnStart(token)));
            HighestCompletedStage = stage.Key;
        }
    }

    /// <summary>Stops the stages that were started, in descending order. An observer that fails does not keep the rest from stopping.</summary>
    /// <exception cref="AggregateException">What observers threw.</exception>
    public async Task StopAsync(CancellationToken token)
    {
        var errors = new List<Exception>();
        foreach (var stage in Stages().Where(stage => stage.Key <= HighestCompletedStage).Reverse())
        {
            var stopping = Task.WhenAll(stage.Select(subscription => StopAsync(subscription, token)));
            await stopping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (stopping.Exception is { } error) errors.AddRange(error.InnerExceptions);
            LowestStoppedStage = stage.Key;
        }

        if (errors.Count > 0) throw new AggregateException("Not everything in the silo stopped in order.", errors);
    }

    private static async Task StopAsync(Subscription subscription, CancellationToken token) => await subscription.Observer.OnStop(token);

    private IGrouping<int, Subscription>[] Stages()
    {
        lock (_lock) return [.. _subscriptions.GroupBy(subscription => subscription.Stage).OrderBy(stage => stage.Key)];
    }

    private sealed class Subscription(SiloLifecycle lifecycle, string name, int stage, ILifecycleObserver observer) : IDisposable
    {
        public int Stage => stage;

        public ILifecycleObserver Observer => observer;

        public void Dispose()
        {
            lock (lifecycle._lock) lifecycle._subscriptions.Remove(this);
        }

        public override string ToString() => $"{name} at {stage}";
    }
}
