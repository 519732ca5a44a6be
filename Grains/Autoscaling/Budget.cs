using System.Collections.Immutable;

namespace OrleansInference.Autoscaling;

/// <summary>
/// Shares what replicas may cost in an hour. It is a hard bound. First comes one replica of each version, then the minimum of each, both in the order of priority; then
/// one replica at a time to the version of the first priority that wants more, among equals where it gains most for its cost, as long as it is within what is left.
/// </summary>
internal static class Budget
{
    /// <summary>
    /// A replica that is there counts for so much more than one that is not: to move money from one version to another throws a loaded replica away and waits
    /// for another to load, which a gain of a tenth is not worth; and measured gains differ by some per cent from one moment to the next.
    /// </summary>
    public const double HoldFactor = 1.1;

    /// <param name="maxCostPerHour">Null for no bound.</param>
    public static BudgetFit Fit(ImmutableArray<BudgetVersion> versions, double? maxCostPerHour)
    {
        var granted = new int[versions.Length];
        if (maxCostPerHour is not { } max || versions.Sum(version => version.Wanted * version.CostPerHour) <= max)
        {
            for (var i = 0; i < granted.Length; i++) granted[i] = versions[i].Wanted;
            return Result(versions, granted, maxCostPerHour);
        }

        var left = max;
        int[] byPriority = [.. Enumerable.Range(0, versions.Length)
            .OrderBy(i => versions[i].Priority).ThenBy(i => versions[i].Model.Model, StringComparer.Ordinal).ThenBy(i => versions[i].Model.Version)];
        foreach (var i in byPriority) Grant(i, Math.Min(1, versions[i].Minimum));
        foreach (var i in byPriority) Grant(i, versions[i].Minimum);
        ByBenefit(versions, granted, byPriority, ref left);
        return Result(versions, granted, max);

        void Grant(int i, int replicas)
        {
            var most = Math.Min(replicas, versions[i].Wanted);
            while (granted[i] < most && TryPay(versions[i].CostPerHour, ref left)) granted[i]++;
        }
    }

    private static void ByBenefit(ImmutableArray<BudgetVersion> versions, int[] granted, int[] byPriority, ref double left)
    {
        var next = new PriorityQueue<int, (int Priority, double Gain, double Share, int Order)>();
        for (var order = 0; order < byPriority.Length; order++) Offer(byPriority[order], order);
        while (next.TryDequeue(out var i, out var rank))
        {
            // Where it is too dear for what is left, its next one is so too.
            if (!TryPay(versions[i].CostPerHour, ref left)) continue;
            granted[i]++;
            Offer(i, rank.Order);
        }

        void Offer(int i, int order)
        {
            var version = versions[i];
            if (granted[i] >= version.Wanted) return;
            var gain = version.Benefit(granted[i] + 1) / version.CostPerHour;
            if (granted[i] < version.Now) gain *= HoldFactor;
            if (double.IsNaN(gain)) gain = 0;
            // Equals take turns, by the share of what they want.
            next.Enqueue(i, (version.Priority, -gain, (double)granted[i] / version.Wanted, order));
        }
    }

    private static bool TryPay(double cost, ref double left)
    {
        // Sums of costs such as 0.1 are a little off.
        if (cost > left + 1e-9) return false;
        left -= cost;
        return true;
    }

    private static BudgetFit Result(ImmutableArray<BudgetVersion> versions, int[] granted, double? max)
    {
        var cost = versions.Select((version, i) => granted[i] * version.CostPerHour).Sum();
        return new BudgetFit([.. versions.Select((version, i) => new BudgetGrant(version.Model, granted[i], Reason(version, granted[i])))], cost);

        string? Reason(BudgetVersion version, int replicas) => replicas == version.Wanted
            ? null
            : $"wants {version.Wanted} at {version.CostPerHour:0.##} an hour each; the budget of {max:0.##} an hour pays for {replicas} ({cost:0.##} for all versions)";
    }
}
