using System.Collections.Immutable;
using OrleansInference.Autoscaling;
using OrleansInference.Models;

namespace OrleansInference.Tests.Autoscaling;

public sealed class BudgetTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 300)];

    [Fact]
    public void Without_a_bound_or_within_it_all_get_what_they_want()
    {
        ImmutableArray<BudgetVersion> versions = [Version("a", wanted: 3, cost: 2), Version("b", wanted: 4)];

        Assert.Equal([3, 4], Numbers(versions, null));
        Assert.Equal([3, 4], Numbers(versions, 10));
        Assert.Equal(10, Budget.Fit(versions, 10).CostPerHour);
        Assert.All(Budget.Fit(versions, 10).Grants, grant => Assert.Null(grant.Reason));
    }

    [Fact]
    public void Every_minimum_comes_before_what_is_more()
    {
        ImmutableArray<BudgetVersion> versions = [Version("a", wanted: 9, priority: 0, gain: 100), Version("b", wanted: 5, minimum: 3, priority: 7)];

        Assert.Equal([3, 3], Numbers(versions, 6));
    }

    [Fact]
    public void Where_it_does_not_reach_for_every_minimum_each_gets_one_by_priority()
    {
        ImmutableArray<BudgetVersion> versions = [Version("a", wanted: 4, minimum: 4, priority: 2), Version("b", wanted: 4, minimum: 4, priority: 1), Version("c", wanted: 4, minimum: 1, priority: 3)];

        Assert.Equal([1, 2, 1], Numbers(versions, 4));
        Assert.Equal([1, 1, 0], Numbers(versions, 2));
    }

    [Fact]
    public void The_first_priority_gets_all_before_the_next()
    {
        ImmutableArray<BudgetVersion> versions = [Version("a", wanted: 5, priority: 1, gain: 1000), Version("b", wanted: 5, priority: 0, gain: 1)];

        Assert.Equal([2, 5], Numbers(versions, 7));
    }

    [Fact]
    public void Among_equals_the_greatest_gain_for_its_cost_counts()
    {
        // Gains 60/n: a's second to fifth are 30, 20, 15, 12 for 1 each; b's second is 120/2 = 60 for 4, that is 15 for 1.
        ImmutableArray<BudgetVersion> versions = [Version("a", wanted: 9, gain: 60), Version("b", wanted: 9, cost: 4, gain: 120)];

        Assert.Equal([4, 1], Numbers(versions, 8));
        Assert.Equal([4, 2], Numbers(versions, 12));
    }

    [Fact]
    public void What_is_too_dear_leaves_the_rest_to_others()
    {
        ImmutableArray<BudgetVersion> versions = [Version("a", wanted: 2, cost: 5, priority: 0), Version("b", wanted: 9, priority: 1)];

        Assert.Equal([1, 4], Numbers(versions, 9));
    }

    [Theory]
    [InlineData(1.05, 3, 2)]
    [InlineData(1.15, 2, 3)]
    public void A_replica_that_is_there_goes_only_for_a_gain_that_is_a_tenth_greater(double gain, int a, int b)
    {
        ImmutableArray<BudgetVersion> versions =
            [Version("a", wanted: 3, now: 3) with { Benefit = static _ => 1 }, Version("b", wanted: 3, now: 2) with { Benefit = _ => gain }];

        Assert.Equal([a, b], Numbers([versions[0], versions[1] with { Minimum = 2 }], 5));
    }

    [Fact]
    public void What_is_cut_is_told_in_numbers()
    {
        ImmutableArray<BudgetVersion> versions = [Version("a", wanted: 7, cost: 1.5)];

        Assert.Equal("wants 7 at 1.5 an hour each; the budget of 5 an hour pays for 3 (4.5 for all versions)", Assert.Single(Budget.Fit(versions, 5).Grants).Reason);
    }

    [Fact]
    public void A_gain_that_is_not_a_number_is_none()
    {
        ImmutableArray<BudgetVersion> versions = [Version("a", wanted: 5) with { Benefit = static _ => double.NaN }, Version("b", wanted: 5)];

        Assert.Equal([1, 5], Numbers(versions, 6));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void The_bound_holds_nothing_more_can_be_had_and_it_stands_still(int seed)
    {
        var random = new Random(seed);
        ImmutableArray<BudgetVersion> versions = [.. Enumerable.Range(0, random.Next(1, 12)).Select(i =>
        {
            var wanted = random.Next(0, 20);
            return Version($"m{i}", wanted, random.Next(0, 3), Math.Round(random.NextDouble() * 4, 1), random.Next(3), random.Next(0, 20), random.NextDouble() * 100);
        })];
        var max = random.NextDouble() * 100;

        var fit = Budget.Fit(versions, max);

        Assert.InRange(fit.CostPerHour, 0, max + 1e-6);
        for (var i = 0; i < versions.Length; i++)
        {
            Assert.InRange(fit.Grants[i].Replicas, 0, versions[i].Wanted);
            if (fit.Grants[i].Replicas < versions[i].Wanted) Assert.True(fit.CostPerHour + versions[i].CostPerHour > max - 1e-6, "the rest would have paid for one more");
        }
        // Gains that differ by up to 4 per cent from moment to moment do not move replicas to and fro.
        int[] last = [.. fit.Grants.Select(grant => grant.Replicas)];
        var changes = 0;
        for (var moment = 0; moment < 50; moment++)
        {
            var now = Numbers([.. versions.Select((version, i) =>
            {
                var noise = 1 + (((random.NextDouble() * 2) - 1) * 0.04);
                return version with { Now = last[i], Benefit = n => version.Benefit(n) * noise };
            })], max);
            if (!now.AsSpan().SequenceEqual(last)) changes++;
            last = now;
        }
        Assert.InRange(changes, 0, 3);
    }

    private static int[] Numbers(ImmutableArray<BudgetVersion> versions, double? max) => [.. Budget.Fit(versions, max).Grants.Select(grant => grant.Replicas)];

    private static BudgetVersion Version(string name, int wanted, int minimum = 1, double cost = 1, int priority = 0, int now = 0, double gain = 1) => new()
    {
        Model = new ModelVersion(name, 1),
        Wanted = wanted,
        Minimum = minimum,
        Now = now,
        CostPerHour = cost,
        Priority = priority,
        Benefit = n => gain / n,
    };
}
