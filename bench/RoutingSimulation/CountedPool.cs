using System.Reflection;
using OrleansInference.Replicas;

namespace OrleansInference.Bench;

/// <summary>A pool as a dispatcher sees it; counts the requests that are sent to it.</summary>
internal class CountedPool : DispatchProxy
{
    private IReplicaPoolGrain _pool = null!;
    private Action _count = null!;

    public static IReplicaPoolGrain Of(IReplicaPoolGrain pool, Action count)
    {
        var proxy = Create<IReplicaPoolGrain, CountedPool>();
        var counted = (CountedPool)(object)proxy;
        (counted._pool, counted._count) = (pool, count);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IReplicaPoolGrain.Infer))
            _count();
        return targetMethod.Invoke(_pool, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
