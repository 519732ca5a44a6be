using OrleansInference.Autoscaling.Placement;
using static OrleansInference.Tests.Autoscaling.Placement.Clusters;

namespace OrleansInference.Tests.Autoscaling.Placement;

/// <summary>Where replicas go: worked examples.</summary>
public sealed class PlacementPlannerTests
{
    [Fact]
    public void A_laptop_serves_all_its_idle_models()
    {
        var silo = Enumerable.Range(1, 30).Aggregate(Silo(1, threads: 2), (silo, i) => silo.With($"model-{i}", threads: 2));

        var plan = Plan(Input([silo], [.. Enumerable.Range(1, 30).Select(i => Want($"model-{i}", 1, busy: 0))]));

        Assert.Equal(30, plan.Targets.Count(target => target.Replicas == 1));
        Assert.Empty(plan.Shortages);
    }

    [Fact]
    public void Memory_is_never_promised_twice()
    {
        // 10 GB, of which 3 are taken by the replica that is ready and 3 will be by the one that loads: there is room for one more of 3 GB.
        var silo = Silo(1, threads: 64, gigabytes: 10).With("big", kept: 2, ready: 1, gigabytes: 3);

        var plan = Plan(Input([silo], Want("big", 5)));

        Assert.Equal(3, plan.Of("big")[1]);
        var shortage = Assert.Single(plan.Shortages);
        Assert.Equal((5, 3), (shortage.Wanted, shortage.Placed));
        Assert.Equal("big/1 wants 5, has room for 3: a replica takes 3000 MB of memory, and of the devices of 1 silo none has more than 1000 MB free", shortage.Reason);
    }

    [Fact]
    public void Busy_replicas_take_all_their_threads_and_what_lacks_is_told_in_numbers()
    {
        var plan = Plan(Input([Silo(1, threads: 8).With("encoder", threads: 3), Silo(2, threads: 8).With("encoder", threads: 3)], Want("encoder", 7)));

        Assert.Equal(4, plan.Of("encoder").Values.Sum());
        Assert.Equal("encoder/1 wants 7, has room for 4: 12 of 16 threads are taken on 2 silos", Assert.Single(plan.Shortages).Reason);
    }

    [Fact]
    public void Half_as_busy_replicas_take_half_of_their_threads() =>
        Assert.Equal(8, Plan(Input([Silo(1, threads: 8).With("encoder", threads: 2)], Want("encoder", 9, busy: 0.5))).Of("encoder")[1]);

    [Fact]
    public void A_gpu_runs_one_busy_replica() =>
        Assert.Equal(2, Plan(Input([Silo(1, threads: 8, gpus: [24, 24]).With("net", kind: "cuda", gigabytes: 2)], Want("net", 5))).Of("net")[1]);

    [Fact]
    public void A_version_goes_only_where_its_device_is()
    {
        PlacementSilo[] silos = [Silo(1, threads: 8).With("net", kind: "cpu"), Silo(2, threads: 8).With("other")];

        Assert.Equal("gpu/1 wants 1, has room for 0: no silo that stays can serve it", Assert.Single(Plan(Input(silos, Want("gpu", 1))).Shortages).Reason);
        Assert.Equal([1], Plan(Input(silos, Want("net", 3))).Of("net").Keys);
    }

    [Fact]
    public void Two_replicas_are_in_two_domains()
    {
        PlacementSilo[] silos = [Silo(1, 8, "a").With("m"), Silo(2, 8, "a").With("m"), Silo(3, 8, "b").With("m")];

        Assert.Equal([1, 3], Plan(Input(silos, Want("m", 2))).Of("m").Keys.Order());
        var six = Plan(Input(silos, Want("m", 6))).Of("m");
        Assert.Equal((3, 3), (six.GetValueOrDefault(1) + six.GetValueOrDefault(2), six[3]));
    }

    [Fact]
    public void Replicas_join_those_that_are_there_and_pack()
    {
        PlacementSilo[] silos = [Silo(1, 8, "a").With("m").With("n", kept: 3), Silo(2, 8, "a").With("m", kept: 1).With("n"), Silo(3, 8, "b").With("m", kept: 2).With("n")];

        // In "b" are half of four already; in "a" silo 2 has it, though silo 1 is fuller.
        Assert.Equal(new Dictionary<int, int> { [2] = 2, [3] = 2 }, Plan(Input(silos, Want("m", 4), Want("n", 3))).Of("m"));
        // A version that nobody has goes to the fullest.
        Assert.Equal([1], Plan(Input([.. silos.Select(silo => silo.With("new"))], Want("new", 1), Want("m", 3), Want("n", 3))).Of("new").Keys);
    }

    [Fact]
    public void Shrinking_takes_from_the_silo_that_is_nearest_to_empty_but_not_the_last_domain()
    {
        PlacementSilo[] silos = [Silo(1, 8, "a").With("m", kept: 3), Silo(2, 8, "a").With("m", kept: 1), Silo(3, 8, "b").With("m", kept: 1)];

        Assert.Equal(new Dictionary<int, int> { [1] = 3, [3] = 1 }, Plan(Input(silos, Want("m", 4))).Of("m"));
        Assert.Equal(new Dictionary<int, int> { [1] = 1, [3] = 1 }, Plan(Input(silos, Want("m", 2))).Of("m"));
        Assert.Empty(Plan(Input(silos, Want("m", 0, minimum: 0))).Of("m"));
        // Half of them stay in each of two domains, though silo 2 is the emptier one.
        silos = [Silo(1, 8, "a").With("m", kept: 5), Silo(2, 8, "b").With("m", kept: 3)];
        Assert.Equal(new Dictionary<int, int> { [1] = 2, [2] = 2 }, Plan(Input(silos, Want("m", 4))).Of("m"));
    }

    [Fact]
    public void What_loads_goes_before_what_is_ready_and_what_is_ready_waits_for_its_substitute()
    {
        PlacementSilo[] silos = [Silo(1, 8).With("m", kept: 1), Silo(2, 8).With("m", kept: 1, ready: 0), Silo(3, 8).With("m", kept: 1)];
        Assert.Equal([1, 3], Plan(Input(silos, Want("m", 2))).Of("m").Keys.Order());

        PlacementSilo[] leaving = [Silo(1, 8).With("m", kept: 2, ready: 1), Silo(2, 8, leaves: true).With("m", kept: 1)];
        Assert.Equal(1, Plan(Input(leaving, Want("m", 2))).Of("m")[2]);
        leaving[0] = Silo(1, 8).With("m", kept: 2);
        Assert.DoesNotContain(2, Plan(Input(leaving, Want("m", 2))).Of("m").Keys);
    }

    [Fact]
    public void A_pool_may_let_go_of_one_that_is_ready()
    {
        // Two are wanted and two run; which of its two silo 1 would let go of is its own choice.
        PlacementSilo[] silos = [Silo(1, 8).With("m", kept: 2, ready: 1), Silo(2, 8).With("m", kept: 1)];

        Assert.Equal(3, Plan(Input(silos, Want("m", 2))).Of("m").Values.Sum());
    }

    [Fact]
    public void A_pool_that_has_just_been_told_to_shrink_may_keep_the_one_that_loads()
    {
        var told = Silo(1, 8).With("m", kept: 1) with { Counts = [new ReplicaCount(Model("m"), Ready: 1, Loading: 1)] };

        Assert.Equal([2], Plan(Input([told, Silo(2, 8).With("m", kept: 1)], Want("m", 1))).Of("m").Keys);
    }

    [Fact]
    public void Room_goes_to_the_minimum_of_each_then_by_priority_then_by_turns()
    {
        var silo = Silo(1, 6).With("first").With("second").With("third");

        var plan = Plan(Input([silo], Want("first", 3, priority: 1), Want("second", 3), Want("third", 3)));

        Assert.Equal((1, 3, 2), (plan.Of("first")[1], plan.Of("second")[1], plan.Of("third")[1]));
    }

    [Fact]
    public void Nothing_is_moved_to_make_it_more_even()
    {
        PlacementSilo[] silos = [Silo(1, 2, "a").With("m", kept: 6, threads: 2), Silo(2, 64, "b").With("m", threads: 2)];

        Assert.DoesNotContain(Plan(Input(silos, Want("m", 6))).Targets, target => target.Grows || target.Shrinks);
    }

    [Fact]
    public void A_version_that_is_not_scaled_keeps_its_room_and_its_size()
    {
        var silo = Silo(1, 4).With("fixed", kept: 3).With("m");

        var plan = Plan(Input([silo], Want("fixed", null, busy: 1), Want("m", 4)));

        Assert.Equal(1, plan.Of("m")[1]);
        Assert.Empty(plan.Of("fixed"));
    }

    private static PlacementPlan Plan(PlacementInput input) => PlacementPlanner.Plan(input, PlacementState.Empty);
}
