using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Placement;
using static OrleansInference.Tests.Autoscaling.Placement.Clusters;

namespace OrleansInference.Tests.Autoscaling.Placement;

/// <summary>When silos come and go: worked examples.</summary>
public sealed class SiloStepTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_silo_is_asked_for_before_the_room_is_gone()
    {
        var three = Input([Silo(1, threads: 4).With("m", kept: 3)], Want("m", 3)).Hosted();
        Assert.Equal(1, Plan(three).Request.Silos); // one more has room

        var four = Plan(Input([Silo(1, threads: 4).With("m", kept: 4)], Want("m", 4)).Hosted());
        Assert.Equal(2, four.Request.Silos);
        Assert.Equal("2 silos are wanted, 1 are there: the next replica of m/1 would have no room", four.Reasons[0]);
    }

    [Fact]
    public void Idle_or_full_grown_versions_need_no_next_room()
    {
        var idle = Want("m", 4, busy: 0.4);
        Assert.Equal(1, Plan(Input([Silo(1, threads: 1).With("m", kept: 4)], idle).Hosted()).Request.Silos);
        var full = Want("m", 4, maximum: 4);
        Assert.Equal(1, Plan(Input([Silo(1, threads: 4).With("m", kept: 4)], full).Hosted()).Request.Silos);
    }

    [Fact]
    public void As_many_are_asked_for_as_it_takes_and_can_be_had()
    {
        // 10 replicas of 2 threads, and the next one: 22 threads.
        var input = Input([Silo(1, threads: 4).With("m", threads: 2)], Want("m", 10));

        Assert.Equal(6, Plan(input.Hosted()).Request.Silos);
        Assert.Equal(3, Plan(input.Hosted(max: 3)).Request.Silos);
        Assert.Equal((1, 6), (Plan(input).Silos, Plan(input).Request.Silos)); // shown, where nothing starts silos
    }

    [Fact]
    public void What_no_silo_could_hold_brings_none()
    {
        var input = Input([Silo(1, threads: 4, gigabytes: 8).With("m", gigabytes: 9)], Want("m", 3, busy: 0)).Hosted();

        Assert.Equal(1, Plan(input).Request.Silos);
    }

    [Fact]
    public void A_silo_on_its_way_is_counted_on_for_ten_minutes_and_asked_for_all_the_time()
    {
        var input = Input([Silo(1, threads: 4).With("m", threads: 2, kept: 2)], Want("m", 4)).Hosted();
        var state = PlacementState.Empty;
        for (var minute = 0; minute < 30; minute++)
        {
            var plan = PlacementPlanner.Plan(input.At(minute * Minute), state);
            state = plan.State;

            Assert.Equal(3, plan.Request.Silos);
            Assert.Equal(minute < 10 ? 2 : 0, Assert.Single(plan.Shortages).Coming);
            Assert.Contains(minute < 10 ? "2 on their way since 12:00:00" : "2 asked for since 12:00:00 and not come: still asked for, but no more counted on", plan.Reasons);
        }
    }

    [Fact]
    public void The_rest_of_the_minimum_waits_for_silos_but_not_for_ever()
    {
        var input = Input([Silo(1, threads: 1).With("m")], Want("m", 3, minimum: 3)).Hosted();

        var plan = Plan(input);
        Assert.Equal(1, plan.Of("m")[1]);
        Assert.Equal(3, PlacementPlanner.Plan(input.At(10 * Minute), plan.State).Of("m")[1]);
        Assert.Equal(3, Plan(input.Hosted(max: 1)).Of("m")[1]);
        Assert.Equal(3, Plan(input with { Host = null }).Of("m")[1]);
    }

    [Fact]
    public void A_silo_goes_after_five_minutes_emptied_first()
    {
        PlacementSilo[] silos = [Silo(1, 8, "a").With("m", kept: 2), Silo(2, 8, "a").With("m", kept: 1)];
        var input = Input(silos, Want("m", 3, busy: 0.3)).Hosted();

        var plan = PlacementPlanner.Plan(input.At(4.9 * Minute), Plan(input).State);
        Assert.Equal((2, null), (plan.Request.Silos, plan.State.Emptying));

        // What it has is added elsewhere first,
        plan = PlacementPlanner.Plan(input.At(5 * Minute), plan.State);
        Assert.Equal(Address(2), plan.State.Emptying);
        Assert.Equal(new Dictionary<int, int> { [1] = 3, [2] = 1 }, plan.Of("m"));
        silos[0] = Silo(1, 8, "a").With("m", kept: 3, ready: 2);
        input = input with { Silos = [.. silos] };
        plan = PlacementPlanner.Plan(input.At(5.5 * Minute), plan.State);
        Assert.Equal(1, plan.Of("m")[2]);

        // then taken away when that is ready,
        silos[0] = Silo(1, 8, "a").With("m", kept: 3);
        input = input with { Silos = [.. silos] };
        plan = PlacementPlanner.Plan(input.At(6 * Minute), plan.State);
        Assert.Equal(new Dictionary<int, int> { [1] = 3 }, plan.Of("m"));
        Assert.Equal((2, 0), (plan.Request.Silos, plan.Request.Leaving.Length));

        // and then it may go.
        silos[1] = Silo(2, 8, "a").With("m");
        input = input with { Silos = [.. silos] };
        plan = PlacementPlanner.Plan(input.At(6.5 * Minute), plan.State);
        Assert.Equal([2], plan.Leaving());
        Assert.Equal((1, 1), (plan.Request.Silos, plan.Silos));

        plan = PlacementPlanner.Plan(Input([silos[0]], [.. input.Versions]).Hosted().At(7 * Minute), plan.State);
        Assert.Equal((1, 0, null), (plan.Request.Silos, plan.Request.Leaving.Length, plan.State.Emptying));
    }

    [Fact]
    public void A_silo_that_is_being_emptied_stays_where_load_rises()
    {
        PlacementSilo[] silos = [Silo(1, 4).With("m", kept: 2), Silo(2, 4).With("m", kept: 1)];
        var emptying = new PlacementState { Silos = 2, Emptying = Address(2), EmptyingSince = Start };

        var plan = PlacementPlanner.Plan(Input(silos, Want("m", 6)).Hosted(), emptying);

        Assert.Null(plan.State.Emptying);
        Assert.Equal(6, plan.Of("m").Values.Sum());
        Assert.Contains("silo-2 stays: m/1 has no room elsewhere", plan.Reasons);
    }

    [Fact]
    public void A_silo_whose_replicas_do_not_load_elsewhere_stays()
    {
        PlacementSilo[] silos = [Silo(1, 8, "a").With("m", kept: 2, ready: 1), Silo(2, 8, "a").With("m", kept: 1)];
        var emptying = new PlacementState { Silos = 2, Emptying = Address(2), EmptyingSince = Start };
        var input = Input(silos, Want("m", 2, busy: 0)).Hosted();

        Assert.Equal(Address(2), PlacementPlanner.Plan(input.At(9.9 * Minute), emptying).State.Emptying);
        Assert.Null(PlacementPlanner.Plan(input.At(10 * Minute), emptying).State.Emptying);
    }

    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    [InlineData("", "", false)]
    public void The_second_domain_of_a_version_does_not_go(string first, string second, bool goes)
    {
        var input = Input([Silo(1, 8, first).With("m", kept: 1), Silo(2, 8, second).With("m", kept: 1)], Want("m", 2, busy: 0)).Hosted();

        Assert.Equal(goes, GoesAfterFiveMinutes(input));
    }

    [Fact]
    public void Neither_goes_the_orchestrators_silo_nor_the_only_one_that_can_serve_a_version_nor_one_below_the_minimum()
    {
        PlacementSilo[] silos = [Silo(1, 8).With("m"), Silo(2, 8).With("m", kept: 1)];
        var input = Input(silos, Want("m", 1, busy: 0)).Hosted();
        Assert.True(GoesAfterFiveMinutes(input));

        Assert.Equal(Address(1), After(input with { HostSilo = Address(2) }, 5 * Minute).State.Emptying);
        Assert.False(GoesAfterFiveMinutes(input.Hosted(min: 2)));
        Assert.False(GoesAfterFiveMinutes(Input([Silo(1, 8), silos[1]], [.. input.Versions]).Hosted()));
        Assert.False(GoesAfterFiveMinutes(Input([silos[0], silos[1].With("fixed", kept: 1)], [.. input.Versions]).Hosted()));
    }

    [Fact]
    public void Where_only_one_can_go_that_one_is_emptied_though_another_is_empty()
    {
        PlacementSilo[] silos = [Silo(1, 8, "a").With("m", kept: 1), Silo(2, 8, "a").With("m"), Silo(3, 8, "a").With("m", kept: 1)];
        var input = Input(silos, Want("m", 2, busy: 0)).Hosted();
        Assert.Equal(Address(2), After(input, 5 * Minute).State.Emptying);

        Assert.Equal(Address(3), After(input.OnlyGoes("silo-3"), 5 * Minute).State.Emptying);
        Assert.Null(After(input.OnlyGoes("silo-4"), 5 * Minute).State.Emptying);
        Assert.Null(After(input.OnlyGoes("silo-1"), 5 * Minute).State.Emptying); // the orchestrator's own
    }

    [Fact]
    public void A_silo_that_is_being_emptied_stays_where_another_has_to_go_first_but_not_once_it_is_going()
    {
        PlacementSilo[] silos = [Silo(1, 8, "a").With("m", kept: 1), Silo(2, 8, "a").With("m"), Silo(3, 8, "a").With("m")];
        var emptying = new PlacementState { Silos = 3, Emptying = Address(2), EmptyingSince = Start };
        var input = Input(silos, Want("m", 1, busy: 0));

        var plan = PlacementPlanner.Plan(input.Hosted().OnlyGoes("silo-3"), emptying);
        Assert.Equal((3, null), (plan.Request.Silos, plan.State.Emptying));
        Assert.Contains("silo-2 stays: only silo-3 can go now", plan.Reasons);

        plan = PlacementPlanner.Plan(input.Hosted(asked: 2).OnlyGoes("silo-3"), emptying);
        Assert.Equal(2, plan.Request.Silos);
        Assert.Equal([2], plan.Leaving());
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void One_goes_only_where_the_others_have_room_for_two_next_steps(int threads, bool goes)
    {
        var input = Input([Silo(1, threads, "a").With("m", kept: 3), Silo(2, threads, "a").With("m")], Want("m", 3)).Hosted();

        Assert.Equal(goes, GoesAfterFiveMinutes(input));
    }

    [Fact]
    public void More_silos_than_there_may_be_go_at_once()
    {
        var input = Input([Silo(1, 8).With("m", kept: 1), Silo(2, 8).With("m")], Want("m", 1, busy: 0)).Hosted(max: 1);

        Assert.Equal(Address(2), Plan(input).State.Emptying);
    }

    [Fact]
    public void What_has_not_come_and_is_not_needed_any_more_is_no_more_asked_for_after_five_minutes()
    {
        var input = Input([Silo(1, 8).With("m", kept: 1)], Want("m", 1, busy: 0)).Hosted();
        var asked = new PlacementState { Silos = 3, Awaited = [Start, Start] };

        var plan = PlacementPlanner.Plan(input, asked);
        Assert.Equal(3, plan.Request.Silos);
        plan = PlacementPlanner.Plan(input.At(5 * Minute), plan.State);
        Assert.Equal(2, plan.Request.Silos);
        Assert.Equal(1, PlacementPlanner.Plan(input.At(5.1 * Minute), plan.State).Request.Silos);
    }

    [Fact]
    public void An_autoscaler_that_has_just_begun_asks_for_no_fewer_than_were_asked_for() =>
        Assert.Equal(4, Plan(Input([Silo(1, 8).With("m", kept: 1)], Want("m", 1, busy: 0)).Hosted(asked: 4)).Request.Silos);

    [Fact]
    public void A_silo_that_died_is_asked_for_again()
    {
        var two = Plan(Input([Silo(1, 8).With("m", kept: 1), Silo(2, 8).With("m")], Want("m", 1)).Hosted());

        var one = PlacementPlanner.Plan(Input([Silo(1, 8).With("m", kept: 1)], Want("m", 1)).Hosted().At(Minute), two.State);

        Assert.Equal(2, one.Request.Silos);
        Assert.Equal(Start + Minute, Assert.Single(one.State.Awaited));
    }

    [Fact]
    public void What_would_be_asked_for_stands_as_long_where_nothing_starts_silos()
    {
        var full = Plan(Input([Silo(1, 4).With("m", kept: 4)], Want("m", 4)));
        var spare = Input([Silo(1, 4).With("m", kept: 1)], Want("m", 1));

        var plan = PlacementPlanner.Plan(spare.At(Minute), full.State);
        Assert.Equal(2, plan.Request.Silos);
        Assert.Equal(2, PlacementPlanner.Plan(spare.At(5.9 * Minute), plan.State).Request.Silos);
        Assert.Equal(1, PlacementPlanner.Plan(spare.At(6 * Minute), plan.State).Request.Silos);
    }

    private static bool GoesAfterFiveMinutes(PlacementInput input) => After(input, 5 * Minute).State.Emptying is not null;

    private static PlacementPlan After(PlacementInput input, TimeSpan time) => PlacementPlanner.Plan(input.At(time), Plan(input).State);

    private static PlacementPlan Plan(PlacementInput input) => PlacementPlanner.Plan(input, PlacementState.Empty);
}
