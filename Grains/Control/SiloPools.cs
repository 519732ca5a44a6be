using Microsoft.Extensions.Logging;
using OrleansInference.Ensembles;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Control;

/// <summary>
/// The pools of one silo, and its ensembles, which have none, from their start to their end. Single-threaded: every call and every continuation runs on the scheduler of the
/// silo's control grain.
/// </summary>
/// <param name="initialReplicas">See <see cref="ControlTransport.InitialReplicas"/>.</param>
/// <param name="isWorker">False: models are loaded on other silos, so there is nothing to start here but ensembles.</param>
/// <param name="changed">Called after each change of <see cref="Plans"/>.</param>
internal sealed partial class SiloPools(
    RoutingTransport transport, Func<ModelVersion, ValueTask<int?>> initialReplicas, EnsembleTable ensembles, bool isWorker, Action changed, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<(ModelVersion Model, long Revision), PoolPlan> _plans = [];
    private readonly HashSet<long> _retiring = [];
    private readonly TaskCompletionSource _stopping = new();
    private readonly List<Task> _leaving = [];
    private long _revision;

    public int Count => _plans.Count;

    /// <summary>One for each pool that takes requests or is about to.</summary>
    public Dictionary<(ModelVersion Model, long Revision), PoolPlan> Plans => new(_plans);

    /// <summary>Starts a pool and waits until it is ready, or parked where it is to have no replica. Where it can't be, it is removed, and the reason returned.</summary>
    public async Task<(PoolKey Pool, string? Reason)> Start(ModelSpec spec)
    {
        var key = new PoolKey(spec.Id, ++_revision, transport.OwnSilo);
        if (!isWorker && spec.Ensemble is null) return (key, null);
        _plans.Add((key.Model, key.Revision), new PoolPlan(spec, await SizeOf(spec)));
        changed();
        var reason = _stopping.Task.IsCompleted ? "the silo is stopping" : await Load(key, spec);
        if (reason is not null) await Retire(key, TimeSpan.Zero);
        return (key, reason);
    }

    /// <summary>
    /// Drains a pool, and ends when it is gone. <paramref name="delay"/> is the time in which others learn of the pool that takes over.
    /// </summary>
    public async Task Retire(PoolKey pool, TimeSpan delay)
    {
        _retiring.Add(pool.Revision);
        if (delay > TimeSpan.Zero) await Task.WhenAny(Task.Delay(delay, time), _stopping.Task);
        _retiring.Remove(pool.Revision);
        // Before it drains: a call that comes late must not bring it back.
        if (!_plans.Remove((pool.Model, pool.Revision), out var plan)) return;
        Forget(pool.Model);
        changed();
        var drain = plan.Spec.Ensemble is not null ? ensembles.Remove(pool) : Drain(pool);
        _leaving.Add(drain);
        await drain;
        _leaving.Remove(drain);
    }

    /// <summary>Drains every pool, and ends when all are gone. None can be started any more.</summary>
    public async Task Stop()
    {
        _stopping.TrySetResult();
        // Requests to ensembles still need the pools.
        await RetireAll(_plans.Where(pool => pool.Value.Spec.Ensemble is not null));
        await RetireAll(_plans);
        await Task.WhenAll(_leaving);
    }

    private Task RetireAll(IEnumerable<KeyValuePair<(ModelVersion Model, long Revision), PoolPlan>> pools) =>
        Task.WhenAll([.. pools.Select(pool => pool.Key).OrderBy(pool => pool.Revision).ToList()
            .Select(pool => Retire(new PoolKey(pool.Model, pool.Revision, transport.OwnSilo), TimeSpan.Zero))]);

    private async Task<string?> Load(PoolKey key, ModelSpec spec)
    {
        if (spec.Ensemble is not null)
        {
            ensembles.Add(key, spec);
            return null;
        }
        try
        {
            var report = await Fit(key);
            return report is { State: PoolState.Ready or PoolState.Parked } ? null : report?.Reason ?? $"its pool is {report?.State ?? PoolState.Gone}";
        }
        catch (Exception exception)
        {
            LogStartFailed(exception, key);
            return exception.Message;
        }
    }

    private async Task Drain(PoolKey key)
    {
        try
        {
            await transport.PoolOf(key).Drain();
        }
        catch (Exception exception)
        {
            LogDrainFailed(key, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Pool} could not be started")]
    private partial void LogStartFailed(Exception exception, PoolKey pool);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Pool} did not drain: {Reason}")]
    private partial void LogDrainFailed(PoolKey pool, string reason);
}
