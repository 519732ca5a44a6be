using System.Collections.Immutable;

namespace OrleansInference.Bench;

/// <summary>Draws panels below each other as SVG: offered load as an area, ready replicas of each rule as lines, over time.</summary>
internal sealed class ScalingPicture
{
    private const int Width = 960;
    private const int PanelHeight = 300;
    private const int Left = 60;
    private const int Right = 20;
    private const int Top = 60;
    private const int Bottom = 45;
    private const int Steps = 240;
    private const int Marks = 6;

    private static readonly string[] Colours = ["#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]; // Okabe and Ito's, which the colour-blind can tell apart
    private static readonly double[] HourMarks = [1.0 / 12, 1.0 / 6, 0.25, 0.5, 1, 2, 3, 4, 6];
    private static readonly double[] ReplicaMarks = [1, 2, 5, 10, 20, 50, 100];

    private readonly SvgText _svg;
    private readonly List<string> _names;

    private ScalingPicture(SvgText svg, IEnumerable<string> names) => (_svg, _names) = (svg, [.. names]);

    /// <param name="panels">At least one.</param>
    public static string Draw(ImmutableArray<ScalingPanel> panels)
    {
        var svg = new SvgText(Width, Top + (panels.Length * PanelHeight));
        var picture = new ScalingPicture(svg, panels.SelectMany(panel => panel.Results).Select(result => result.Name).Distinct());
        picture.Legend();
        for (var i = 0; i < panels.Length; i++)
            picture.Panel(panels[i], Top + (i * PanelHeight));
        return svg.Complete();
    }

    private void Legend()
    {
        _svg.Add($"<rect x='{Left}' y='14' width='30' height='12' fill='#ddd'/>");
        _svg.Text(Left + 36, 24, "offered load");
        var x = Left + 130;
        foreach (var name in _names)
        {
            _svg.Add($"<line x1='{x}' y1='20' x2='{x + 30}' y2='20' {Stroke(name)}/>");
            _svg.Text(x + 36, 24, name);
            x += 60 + (8 * name.Length);
        }
    }

    private void Panel(ScalingPanel panel, int top)
    {
        var seconds = panel.Workload.Seconds;
        var most = Math.Max(Offered(panel.Workload).Max(), panel.Results.SelectMany(result => result.Ready).Max(ready => ready.Replicas));
        var bottom = top + PanelHeight - Bottom;
        double X(double at) => Left + ((Width - Left - Right) * at / seconds);
        double Y(double replicas) => bottom - ((PanelHeight - Bottom - 25) * replicas / most);
        _svg.Text(Left, top + 14, $"{panel.Workload.Name}: ready replicas, and load in replicas' worth of work", "font-size='14' font-weight='bold'");
        foreach (var mark in Each(seconds / 3600, HourMarks))
        {
            _svg.Add($"<line x1='{X(mark * 3600):F1}' y1='{top + 25}' x2='{X(mark * 3600):F1}' y2='{bottom}' stroke='#eee'/>");
            _svg.Text(X(mark * 3600), bottom + 16, seconds > 7200 ? $"{mark:0.#} h" : $"{mark * 60:0} min", "text-anchor='middle'");
        }

        foreach (var mark in Each(most, ReplicaMarks))
        {
            _svg.Add($"<line x1='{Left}' y1='{Y(mark):F1}' x2='{Width - Right}' y2='{Y(mark):F1}' stroke='#eee'/>");
            _svg.Text(Left - 8, Y(mark) + 4, SvgText.Label(mark), "text-anchor='end'");
        }

        var load = Offered(panel.Workload).Select((offered, i) => FormattableString.Invariant($"{X(seconds * i / Steps):F1},{Y(offered):F1} {X(seconds * (i + 1) / Steps):F1},{Y(offered):F1}"));
        _svg.Add($"<polygon points='{X(0):F1},{bottom} {string.Join(' ', load)} {X(seconds):F1},{bottom}' fill='#ddd'/>");
        foreach (var result in panel.Results)
        {
            var ends = result.Ready.Select(ready => ready.Seconds).Skip(1).Append(seconds);
            var line = result.Ready.Zip(ends, (ready, end) => FormattableString.Invariant($"{X(ready.Seconds):F1},{Y(ready.Replicas):F1} {X(end):F1},{Y(ready.Replicas):F1}"));
            _svg.Add($"<polyline points='{string.Join(' ', line)}' fill='none' {Stroke(result.Name)}/>");
        }

        _svg.Add($"<rect x='{Left}' y='{top + 25}' width='{Width - Left - Right}' height='{PanelHeight - Bottom - 25}' fill='none' stroke='#333'/>");
    }

    private static double[] Offered(ScalingWorkload workload)
    {
        var (offered, step) = (new double[Steps], workload.Seconds / Steps);
        for (var i = 0; i < workload.Arrivals.Length; i++)
            offered[Math.Min(Steps - 1, (int)(workload.Arrivals[i] / step))] += workload.Services[i] / step;
        return offered;
    }

    /// <summary>Multiples of the smallest distance that gives few enough of them.</summary>
    private static IEnumerable<double> Each(double most, double[] distances)
    {
        var distance = Array.Find(distances, each => most / each <= Marks) is > 0 and var found ? found : distances[^1];
        for (var i = 0; i * distance <= most; i++)
            yield return i * distance;
    }

    private string Stroke(string name) => $"stroke='{Colours[_names.IndexOf(name) % Colours.Length]}' stroke-width='{(name.StartsWith("ours", StringComparison.Ordinal) ? 2.5 : 1.3)}'";
}
