using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Autoscaling;
using OrleansInference.Ensembles;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Control;

/// <summary>How many replicas a silo's pools keep.</summary>
public sealed class SiloPoolsTests
{
    private static readonly ModelSpec Spec = Sample.Spec(replicas: 2);
    private static readonly ModelSpec Scaled = Spec with { Scaling = new ScalingSpec() };

    private readonly Dictionary<PoolKey, SizedPool> _grains = [];
    private readonly List<ModelVersion> _asked = [];
    private readonly SiloPools _pools;
    private Func<ValueTask<int?>> _initial = () => ValueTask.FromResult<int?>(null);

    public SiloPoolsTests() => _pools = new SiloPools(
        new RoutingTransport(Reports.Silo(1), _ => throw new NotSupportedException(), Grain), Ask, new EnsembleTable(), isWorker: true, () => { }, TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task Start_nothing_on_a_silo_that_is_no_worker()
    {
        var pools = new SiloPools(
            new RoutingTransport(Reports.Silo(1), _ => throw new NotSupportedException(), Grain), Ask, new EnsembleTable(), isWorker: false, () => { }, TimeProvider.System, NullLogger.Instance);
        var (pool, reason) = await pools.Start(Scaled);
        Assert.Null(reason);
        Assert.Equal((0, 0, 0), (pools.Count, _grains.Count, _asked.Count));
        Assert.False(pools.TryResize(Scaled.Id, 3));
        await pools.Retire(pool, TimeSpan.Zero);
        Assert.Empty(_grains);
    }

    [Fact]
    public async Task Begin_with_what_is_configured_where_a_version_is_not_scaled()
    {
        var pool = await Start(Spec);
        Assert.Equal([2], Grain(pool).Sizes);
        Assert.Empty(_asked);
    }

    [Theory]
    [InlineData(5, 5), InlineData(0, 0), InlineData(null, 2), InlineData(100_000, ModelSpec.MaxReplicas)]
    public async Task Begin_with_what_is_told_where_it_is(int? told, int expected)
    {
        _initial = () => ValueTask.FromResult(told);
        var pool = await Start(Scaled);
        Assert.Equal([expected], Grain(pool).Sizes);
        Assert.Equal([Scaled.Id], _asked);
    }

    [Fact]
    public async Task Begin_with_what_is_configured_where_nobody_can_tell()
    {
        _initial = () => throw new InvalidOperationException("no autoscaler");
        Assert.Equal([2], Grain(await Start(Scaled)).Sizes);
    }

    [Fact]
    public async Task A_size_outlives_a_reload_and_ends_with_the_unloading()
    {
        var first = await Start(Spec);
        Assert.True(_pools.TryResize(Spec.Id, 5));
        var second = await Start(Spec);
        await _pools.Retire(first, TimeSpan.Zero);
        var third = await Start(Spec);
        Assert.Equal([2, 5], Grain(first).Sizes);
        Assert.Equal([5], Grain(second).Sizes);
        Assert.Equal([5], Grain(third).Sizes);

        await _pools.Retire(second, TimeSpan.Zero);
        await _pools.Retire(third, TimeSpan.Zero);
        Assert.Equal([2], Grain(await Start(Spec)).Sizes);
    }

    [Fact]
    public async Task A_version_that_is_not_scaled_any_more_goes_back_to_what_is_configured()
    {
        _initial = () => ValueTask.FromResult<int?>(0);
        await Start(Scaled);
        Assert.Equal([2], Grain(await Start(Spec)).Sizes);
    }

    [Fact]
    public async Task The_pool_that_is_being_replaced_is_left_as_it_is()
    {
        var first = await Start(Spec);
        var second = await Start(Spec);
        var retired = _pools.Retire(first, TimeSpan.FromDays(1));
        Assert.True(_pools.TryResize(Spec.Id, 3));
        Assert.Equal([2], Grain(first).Sizes);
        Assert.Equal([2, 3], Grain(second).Sizes);
        await _pools.Stop();
        await retired;
    }

    [Fact]
    public async Task A_version_without_a_pool_has_no_size()
    {
        Assert.False(_pools.TryResize(Spec.Id, 1));
        var pool = await Start(Spec);
        await _pools.Retire(pool, TimeSpan.Zero);
        Assert.False(_pools.TryResize(Spec.Id, 1));
    }

    [Fact]
    public async Task Of_calls_that_overtake_each_other_the_last_that_was_made_counts()
    {
        var pool = await Start(Spec);
        var slow = new TaskCompletionSource();
        Grain(pool).Before = replicas => replicas == 4 ? slow.Task : Task.CompletedTask;
        _pools.TryResize(Spec.Id, 4);
        _pools.TryResize(Spec.Id, 1);
        slow.SetResult();

        Assert.Equal([2, 1, 4, 1], Grain(pool).Sizes);
        Assert.Equal(1, _pools.Plans.Single().Value.Replicas);
    }

    private async Task<PoolKey> Start(ModelSpec spec)
    {
        var (pool, reason) = await _pools.Start(spec);
        Assert.Null(reason);
        return pool;
    }

    private ValueTask<int?> Ask(ModelVersion model)
    {
        _asked.Add(model);
        return _initial();
    }

    private SizedPool Grain(PoolKey key) => _grains.TryGetValue(key, out var pool) ? pool : _grains[key] = new SizedPool(key);
}
