namespace OrleansInference.Routing.Traffic;

public sealed class TrafficSplitTests
{
    private const int Keys = 20_000;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    [Theory]
    [InlineData(95, 5)]
    [InlineData(1, 1)]
    [InlineData(0.5, 99.5)]
    public void Each_version_gets_its_weight(double one, double two)
    {
        var second = Picks([new(1, one), new(2, two)]).Count(version => version == 2);
        var share = two / (one + two);
        var deviation = Math.Sqrt(Keys * share * (1 - share));
        Assert.InRange(second, Keys * share - 5 * deviation, Keys * share + 5 * deviation);
    }

    /// <summary>Whatever the weights are, and whichever of them grows.</summary>
    [Theory, MemberData(nameof(Seeds))]
    public void A_weight_that_grows_draws_keys_to_its_version_and_moves_no_other(int seed)
    {
        var random = new Random(seed);
        var before = Weights(random);
        var grown = random.Next(before.Length);
        var after = before.ToArray();
        after[grown] = new(before[grown].Version, before[grown].Weight * (1 + random.NextDouble()) + 1);
        var version = before[grown].Version;

        var moved = Picks(before).Zip(Picks(after)).Where(pick => pick.First != pick.Second).ToList();
        Assert.NotEmpty(moved);
        Assert.All(moved, pick => Assert.Equal(version, pick.Second));
        // And back: what shrinks loses keys, and nobody else does.
        Assert.All(Picks(after).Zip(Picks(before)).Where(pick => pick.First != pick.Second), pick => Assert.Equal(version, pick.First));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_version_that_is_taken_away_moves_its_own_keys_alone(int seed)
    {
        var random = new Random(seed);
        var before = Weights(random);
        var gone = before[random.Next(before.Length)];

        foreach (var (was, now) in Picks(before).Zip(Picks([.. before.Where(weight => weight != gone)])))
            if (was != gone.Version) Assert.Equal(was, now);
    }

    [Fact]
    public void From_5_to_10_percent_no_more_than_5_percent_of_the_keys_move()
    {
        var moved = Picks([new(1, 95), new(2, 5)]).Zip(Picks([new(1, 90), new(2, 10)])).Count(pick => pick.First != pick.Second);
        Assert.InRange(moved, 0.04 * Keys, 0.06 * Keys);
    }

    [Fact]
    public void A_weight_of_0_gets_nothing_and_no_weight_at_all_is_no_version()
    {
        Assert.All(Picks([new(1, 0), new(2, 1e-9)]), version => Assert.Equal(2, version));
        Assert.Null(TrafficSplit.Pick([], 1));
        Assert.Null(TrafficSplit.Pick([new(1, 0)], 1));
    }

    [Fact]
    public void The_main_version_has_the_largest_weight_and_is_the_later_one_of_equals()
    {
        Assert.Equal(1, TrafficSplit.Main([new(1, 95), new(2, 5)]));
        Assert.Equal(3, TrafficSplit.Main([new(1, 5), new(2, 1), new(3, 5)]));
        Assert.Null(TrafficSplit.Main([]));
    }

    [Fact]
    public void Picking_does_not_allocate()
    {
        VersionWeight[] weights = [new(1, 95), new(2, 5)];
        TrafficSplit.Pick(weights, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var key = 0UL; key < 100; key++) TrafficSplit.Pick(weights, key);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static VersionWeight[] Weights(Random random) =>
        [.. Enumerable.Range(1, random.Next(2, 6)).Select(version => new VersionWeight(version, 1 + 100 * random.NextDouble()))];

    private static long[] Picks(VersionWeight[] weights) =>
        [.. Enumerable.Range(0, Keys).Select(i => TrafficSplit.Pick(weights, KeyHash.Of($"user-{i}"))!.Value)];
}
