using System.Collections.Immutable;

namespace OrleansInference.Autoscaling.Placement;

/// <summary>
/// Where replicas go, and how many silos there are to be. A pure function, asked every few seconds: each plan is one step of the way from what is seen. It adds what is
/// wanted where there is room (<see cref="ReplicaGrowth"/>), settles the silos (<see cref="SiloStep"/>), and takes away only what is not needed
/// (<see cref="ReplicaShrink"/>). Nothing is moved to make it more even: a replica moves only off a silo that is to leave, by another being added first.
/// </summary>
internal static class PlacementPlanner
{
    public static PlacementPlan Plan(PlacementInput input, PlacementState state)
    {
        var view = new ClusterView(input);
        var step = new SiloStep(view, state);
        var shortages = Shortages(step);
        new ReplicaShrink(step.Draft).Apply();
        return new PlacementPlan
        {
            Targets = Targets(step.Draft),
            Shortages = shortages,
            Silos = step.Staying,
            Request = step.Request,
            Reasons = step.Reasons,
            State = step.Next,
        };
    }

    private static ImmutableArray<PlacementTarget> Targets(PlacementDraft draft)
    {
        var view = draft.View;
        var targets = ImmutableArray.CreateBuilder<PlacementTarget>();
        for (var s = 0; s < view.Silos.Length; s++)
            for (var v = 0; v < view.Versions.Length; v++)
            {
                var (kept, keep) = (view.Kept(v, s), draft.Keep(v, s));
                if (view.Versions[v].Wanted is not null && (kept > 0 || keep > 0))
                    targets.Add(new PlacementTarget(view.Silos[s].Report.Silo, view.Versions[v].Model, kept, keep));
            }
        return targets.DrainToImmutable();
    }

    private static ImmutableArray<PlacementShortage> Shortages(SiloStep step)
    {
        var draft = step.Draft;
        var shortages = ImmutableArray.CreateBuilder<PlacementShortage>();
        for (var v = 0; v < draft.View.Versions.Length; v++)
            if (draft.View.Versions[v].Wanted is { } wanted && draft.Placed(v) < wanted)
                shortages.Add(new PlacementShortage(draft.View.Versions[v].Model, wanted, draft.Placed(v), step.Coming[v], Lack.Text(draft, v, step.Coming[v])));
        return shortages.DrainToImmutable();
    }
}
