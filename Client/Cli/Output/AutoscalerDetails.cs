using OrleansInference.Autoscaling;
using OrleansInference.Client.Wire;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansInference.Cli.Output;

/// <summary>Versions of one model for people: what they are scaled by, and the last decisions with every rule's part in them.</summary>
internal static class AutoscalerDetails
{
    public static IRenderable Of(AutoscalerAnswer answer)
    {
        List<IRenderable> rows = [];
        if (answer.Status is { IsPaused: true } or { Unsaved: not null })
            rows.AddRange(AutoscalerTable.Heading(answer.Status));
        for (var i = 0; i < answer.Status.Versions.Length; i++)
        {
            var version = answer.Status.Versions[i];
            rows.Add(new Text(Heading(version, answer.WantedNow.IsEmpty ? null : answer.WantedNow[i])));
            rows.AddRange(Figures(version).Select(line => new Text($"  {line}")));
            rows.AddRange(version.Decisions.SelectMany(Decision));
        }

        return new Rows(rows);
    }

    private static string Heading(VersionScaling version, int? wantedNow)
    {
        var wanted = wantedNow is { } now ? $"{version.Wanted} would be wanted, {now} are" : $"{version.Wanted} wanted";
        var set = (version.Pinned is { } pinned ? $", pinned at {pinned}" : "") + (version.IsPaused ? ", paused" : "");
        return $"{version.Model}: {version.Ready} ready, {version.Loading} loading, {wanted}{set}; bounds {ScalingText.Bounds(version.Spec)}";
    }

    private static IEnumerable<string> Figures(VersionScaling version)
    {
        var (spec, figures) = (version.Spec, version.Figures);
        yield return $"utilisation {ScalingText.Percent(figures.Utilisation)}, target {ScalingText.Percent(spec.TargetUtilisation)}";
        yield return $"offered     {ScalingText.Number(figures.Offered)} replicas' work (burst {ScalingText.Number(figures.OfferedInBurst)}, " +
            $"forecast {ScalingText.Number(figures.Forecast)}), {ScalingText.Number(figures.Arrivals)} requests/s";
        yield return $"p99 wait    {ScalingText.Time(figures.WaitP99)}{Target(spec.TargetWait)}";
        yield return $"p99 latency {ScalingText.Time(figures.LatencyP99)}{Target(spec.TargetP99)}";
        yield return $"backlog     {ScalingText.Number(figures.BacklogSeconds)} s of work, {figures.InFlight} requests in flight, {ScalingText.Percent(figures.LostShare)} refused or late";
        yield return $"loading     a replica takes {ScalingText.Time(figures.LoadTime)}";
    }

    private static IEnumerable<IRenderable> Decision(ScalingDecision decision)
    {
        yield return new Text($"  {decision.At.UtcDateTime:u} {(decision.From == decision.Wanted ? $"stay at {decision.Wanted}" : $"from {decision.From} to {decision.Wanted}")}");
        var table = new Table().Border(TableBorder.None).HideHeaders();
        foreach (var _ in (string[])["", "rule", "replicas"])
            table.AddColumn(new TableColumn("").NoWrap());
        table.AddColumn("");
        foreach (var reason in decision.Reasons)
            table.AddRow(new Text("  "), new Text(reason.Rule), new Text(reason.Replicas.ToString()), new Text(reason.Text));
        if (!decision.Reasons.IsEmpty)
            yield return table;
    }

    private static string Target(TimeSpan? target) => target is null ? "" : $", target {ScalingText.Time(target)}";
}
