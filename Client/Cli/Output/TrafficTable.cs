using System.Globalization;
using OrleansInference.Replicas;
using OrleansInference.Routing.Traffic;
using Spectre.Console;

namespace OrleansInference.Cli.Output;

/// <summary>A model's traffic for people: a line of settings, and what each version gets.</summary>
internal static class TrafficTable
{
    public static void Write(TrafficStatus status, TextWriter output, IAnsiConsole console)
    {
        output.WriteLine($"{status.Model}: {string.Join(", ", Settings(status))}");
        var table = new Table().Border(TableBorder.None);
        foreach (var heading in (string[])["VERSION", "STATE", "REPLICAS", "WEIGHT", "SHARE"])
            table.AddColumn(new TableColumn(heading).NoWrap());
        if (status.Spec.Shadow is not null)
            table.AddColumn("SHADOW");
        foreach (var version in status.Versions)
        {
            List<Text> cells =
            [
                new(version.Version.ToString()), new(StateOf(version.State), version.State == PoolState.Ready ? new Style(Color.Green) : Style.Plain),
                new(version.ReadyReplicas.ToString()), new(version.Weight?.ToString("R", CultureInfo.InvariantCulture) ?? ""), new(Percent(version.Share)),
            ];
            if (status.Spec.Shadow is { } shadow)
                cells.Add(new Text(version.Version == shadow.Version ? Describe(shadow, status.Shadow) : ""));
            table.AddRow(cells);
        }

        console.Write(table);
        if (status.Unsaved is { } unsaved)
            console.Write(new Text($"{SavedText.NotStored(unsaved)}{Environment.NewLine}", new Style(Color.Red)));
        if (status.Shadow?.LastProblem is { } problem)
            output.WriteLine($"Last of the shadow's answers that did not agree: {problem}");
    }

    private static IEnumerable<string> Settings(TrafficStatus status)
    {
        var spec = status.Spec;
        yield return spec.Weights.IsEmpty ? "the latest version that is ready gets all" : $"split {string.Join(',', spec.Weights)}";
        if (spec.StickyKey is { } sticky)
            yield return $"sticky by '{sticky}'";
        if (spec.AffinityKey is { } affinity)
            yield return $"affinity by '{affinity}'";
        if (spec.Policy is { } policy)
            yield return $"policy {policy}";
        yield return status.ChangedAt is { } changedAt ? $"changed {changedAt.UtcDateTime:u}" : "as configured";
    }

    private static string Describe(ShadowSpec shadow, ShadowStatistics? results)
    {
        var share = $"{Percent(shadow.Share)} copied";
        if (results is null)
            return share;
        var differing = results.Differing == 0 ? "0 differ"
            : string.Create(CultureInfo.InvariantCulture, $"{results.Differing} differ (by up to {results.MaxAbsoluteDifference:G3}, relatively {results.MaxRelativeDifference:G3})");
        return $"{share}: {results.Agreeing} agree, {differing}, {results.Failed} failed, {results.Dropped} dropped";
    }

    private static string StateOf(PoolState state) => state switch
    {
        PoolState.Ready => "READY",
        PoolState.Loading => "LOADING",
        PoolState.Draining => "UNLOADING",
        _ => "UNAVAILABLE",
    };

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %");
}
