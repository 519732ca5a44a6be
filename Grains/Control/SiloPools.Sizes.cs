using Microsoft.Extensions.Logging;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Control;

// How many replicas the pools keep.
internal sealed partial class SiloPools
{
    /// <summary>A silo that can't learn how many replicas to begin with begins with what is configured.</summary>
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(5);

    /// <summary>What was set, for as long as there is a pool of the version.</summary>
    private readonly Dictionary<ModelVersion, int> _sizes = [];

    /// <summary>Sets the size of a version's pools, and returns before they have it; false where there is none, or only such as are on their way out.</summary>
    public bool TryResize(ModelVersion model, int replicas)
    {
        var pools = _plans.Where(pool => pool.Key.Model == model && pool.Value.Spec.Ensemble is null && !_retiring.Contains(pool.Key.Revision))
            .Select(pool => pool.Key).OrderBy(pool => pool.Revision).ToList();
        if (pools.Count == 0) return false;
        _sizes[model] = replicas;
        foreach (var pool in pools) _plans[pool] = _plans[pool] with { Replicas = replicas };
        changed();
        foreach (var pool in pools) _ = TryFit(new PoolKey(pool.Model, pool.Revision, transport.OwnSilo));
        return true;
    }

    /// <summary>Of a pool that is about to start.</summary>
    private async ValueTask<int> SizeOf(ModelSpec spec)
    {
        if (spec.Ensemble is not null) return 0;
        // A reload goes on with the size that it finds, unless it says that the version is not scaled any more.
        var isReleased = spec.Scaling is null && _plans.Any(pool => pool.Key.Model == spec.Id && pool.Value.Spec.Scaling is not null);
        if (isReleased) _sizes.Remove(spec.Id);
        if (_sizes.TryGetValue(spec.Id, out var set)) return set;
        if (spec.Scaling is null || await AskFor(spec.Id) is not { } asked) return spec.Replicas.Length;
        return _sizes[spec.Id] = Math.Clamp(asked, 0, ModelSpec.MaxReplicas);
    }

    private async Task<int?> AskFor(ModelVersion model)
    {
        try
        {
            return await initialReplicas(model).AsTask().WaitAsync(AskTimeout, time);
        }
        catch (Exception exception)
        {
            LogSizeUnknown(model, exception.Message);
            return null;
        }
    }

    private void Forget(ModelVersion model)
    {
        if (_plans.Keys.All(pool => pool.Model != model)) _sizes.Remove(model);
    }

    private async Task TryFit(PoolKey key)
    {
        try
        {
            await Fit(key);
        }
        catch (Exception exception)
        {
            LogResizeFailed(exception, key);
        }
    }

    /// <summary>
    /// Gives the pool the size that is planned for it, and returns its report when it has that, or has failed to. Calls can overtake each other, so the last that arrived
    /// need not be the last that was made: whoever finds another size than is planned by then asks again. Null where there is to be no pool any more.
    /// </summary>
    private async Task<PoolReport?> Fit(PoolKey key)
    {
        while (PlanOf(key) is { } asked)
        {
            var report = await transport.PoolOf(key).Resize(asked.Replicas);
            if (report.State is PoolState.Draining or PoolState.Gone) return report;
            if (report.WantedReplicas == PlanOf(key)?.Replicas && report.State != PoolState.Loading) return report;
        }
        return null;
    }

    private PoolPlan? PlanOf(PoolKey key) => _plans.TryGetValue((key.Model, key.Revision), out var plan) ? plan : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "How many replicas of {Model} to begin with could not be learned, so it is as many as configured: {Reason}")]
    private partial void LogSizeUnknown(ModelVersion model, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Pool} could not be resized")]
    private partial void LogResizeFailed(Exception exception, PoolKey pool);
}
