using System.Collections.Immutable;
using OrleansInference.Autoscaling;
using OrleansInference.Client.Wire;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansInference.Cli.Output;

/// <summary>The autoscaler for people: the silos, then a line for each version.</summary>
internal static class AutoscalerTable
{
    public static IRenderable Of(AutoscalerAnswer answer)
    {
        var status = answer.Status;
        List<IRenderable> rows = [.. Heading(status)];
        if (status.Versions.IsEmpty)
            rows.Add(new Text("No model is scaled."));
        else
            rows.Add(Versions(status.Versions));
        return new Rows(rows);
    }

    /// <summary>The cluster: what holds for every model.</summary>
    public static IEnumerable<IRenderable> Heading(AutoscalerStatus status)
    {
        var hosts = status.Hosts;
        var bound = status.MaxCostPerHour is { } most ? $" of at most {ScalingText.Number(most)}" : "";
        yield return new Text(
            $"{hosts.Silos} {(hosts.Silos == 1 ? "silo" : "silos")}, {hosts.Wanted} wanted ({(hosts.Orchestrator is { } name ? $"orchestrator {name}" : "no orchestrator")}); " +
            $"cost {ScalingText.Number(status.CostPerHour)} per hour{bound}; at {status.At.UtcDateTime:u}");
        if (status.IsPaused)
            yield return new Text("Paused: it decides, but does nothing. To go on: oi autoscaler resume", new Style(Color.Yellow));
        if (status.Unsaved is { } unsaved)
            yield return new Text(SavedText.NotStored(unsaved), new Style(Color.Red));
        foreach (var reason in hosts.Reasons)
            yield return new Text($"  {reason}");
        if (hosts.Problem is { } problem)
            yield return new Text($"The orchestrator fails: {problem}", new Style(Color.Red));
    }

    private static Table Versions(ImmutableArray<VersionScaling> versions)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var heading in (string[])["MODEL", "READY", "WANTED", "BOUNDS", "OFFERED", "UTILISATION", "P99 WAIT"])
            table.AddColumn(new TableColumn(heading).NoWrap());
        table.AddColumn("WHY");
        foreach (var version in versions)
        {
            var figures = version.Figures;
            table.AddRow(
                new Text(version.Model.ToString()), new Text(version.Loading == 0 ? $"{version.Ready}" : $"{version.Ready} + {version.Loading} loading"),
                new Text(version.Wanted.ToString(), version.Wanted == version.Ready ? Style.Plain : new Style(Color.Yellow)),
                new Text(ScalingText.Bounds(version.Spec)), new Text(ScalingText.Number(figures.Offered)), new Text(ScalingText.Percent(figures.Utilisation)),
                new Text(ScalingText.Time(figures.WaitP99)), new Text(ScalingText.Why(version)));
        }

        return table;
    }
}
