namespace OrleansInference.Routing.Traffic;

public sealed class AffinityHashTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    /// <summary>Requests come and go at random, a third of them of one key: at every moment each pool is within its bound.</summary>
    [Theory, MemberData(nameof(Seeds))]
    public void No_pool_has_more_than_its_bound(int seed)
    {
        var random = new Random(seed);
        var (pools, replicas) = Pools(random);
        var loads = new int[pools.Length];
        for (var i = 0; i < 2000; i++)
        {
            var key = random.Next(3) == 0 ? KeyHash.Of("hot") : KeyHash.Of($"user-{random.Next(100)}");
            var picked = AffinityHash.Pick(pools, replicas, loads, key);
            loads[picked]++;
            var bound = Math.Ceiling(AffinityHash.Balance * loads.Sum() * replicas[picked] / replicas.Sum());
            Assert.True(loads[picked] <= bound, $"pool {picked} has {loads[picked]} of {loads.Sum()} requests, its bound is {bound}");
            if (random.Next(2) == 0 && loads.Max() > 0) loads[Array.IndexOf(loads, loads.Max())]--;
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_pool_that_goes_takes_its_own_keys_alone(int seed)
    {
        var random = new Random(seed);
        var (pools, replicas) = Pools(random);
        var gone = random.Next(pools.Length);
        var moved = 0;
        for (var i = 0; i < 1000; i++)
        {
            var key = KeyHash.Of($"user-{i}");
            var before = pools[AffinityHash.Pick(pools, replicas, new int[pools.Length], key)];
            var rest = Without(pools, gone);
            var after = rest[AffinityHash.Pick(rest, Without(replicas, gone), new int[rest.Length], key)];
            if (before == pools[gone]) moved++;
            else Assert.Equal(before, after);
        }
        Assert.InRange(moved, 1, 1000);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_pool_that_is_full_hands_the_key_to_the_one_that_would_have_it_without_the_first(int seed)
    {
        var random = new Random(seed);
        var (pools, _) = Pools(random);
        int[] replicas = [.. pools.Select(_ => 1)];
        var key = KeyHash.Of($"user-{seed}");
        var first = AffinityHash.Pick(pools, replicas, new int[pools.Length], key);
        var rest = Without(pools, first);
        var second = rest[AffinityHash.Pick(rest, Without(replicas, first), new int[rest.Length], key)];

        // The first has all there is, which is above the bound with two pools or more: ⌈1.25 · 101 / 2⌉ = 64.
        var loads = new int[pools.Length];
        loads[first] = 100;
        Assert.Equal(second, pools[AffinityHash.Pick(pools, replicas, loads, key)]);
    }

    [Fact]
    public void The_same_key_goes_to_the_same_pool_in_whatever_order_they_stand()
    {
        var (pools, replicas) = Pools(new Random(1));
        for (var i = 0; i < 100; i++)
        {
            var key = KeyHash.Of($"user-{i}");
            var picked = pools[AffinityHash.Pick(pools, replicas, new int[pools.Length], key)];
            ulong[] reversed = [.. pools.Reverse()];
            Assert.Equal(picked, reversed[AffinityHash.Pick(reversed, [.. replicas.Reverse()], new int[pools.Length], key)]);
        }
    }

    [Fact]
    public void Without_pools_there_is_none_and_one_pool_takes_all()
    {
        Assert.Equal(-1, AffinityHash.Pick([], [], [], 1));
        Assert.Equal(0, AffinityHash.Pick([7], [1], [1_000_000], 1));
    }

    [Fact]
    public void Picking_does_not_allocate()
    {
        var (pools, replicas) = Pools(new Random(1));
        var loads = new int[pools.Length];
        AffinityHash.Pick(pools, replicas, loads, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var key = 0UL; key < 100; key++) AffinityHash.Pick(pools, replicas, loads, key);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static (ulong[] Pools, int[] Replicas) Pools(Random random)
    {
        var count = random.Next(2, 12);
        return ([.. Enumerable.Range(0, count).Select(i => KeyHash.Of($"S127.0.0.1:{11111 + i}:1"))], [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 5))]);
    }

    private static T[] Without<T>(T[] all, int index) => [.. all.Where((_, i) => i != index)];
}
