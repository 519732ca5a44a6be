using System.Collections.Immutable;

namespace OrleansInference.Bench;

/// <summary>
/// Draws panels side by side as SVG, both axes logarithmic. Servers differ by colour (Okabe and Ito's, which the colour-blind can tell apart)
/// and by marks; percentiles by dashes and by marks that are hollow.
/// </summary>
internal sealed class LatencyPicture
{
    private const int PanelWidth = 400;
    private const int Height = 400;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 70;
    private const int Bottom = 60;
    private const int MarkSize = 4;

    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7"];

    private readonly SvgText _svg;
    private readonly List<string> _names;

    private LatencyPicture(SvgText svg, IEnumerable<string> names) => (_svg, _names) = (svg, [.. names]);

    /// <param name="panels">At least one, each with at least one point.</param>
    public static string Draw(ImmutableArray<LatencyPanel> panels)
    {
        var svg = new SvgText(panels.Length * PanelWidth, Height);
        var picture = new LatencyPicture(svg, panels.SelectMany(panel => panel.Series).Select(series => series.Name).Distinct());
        picture.Legend();
        for (var i = 0; i < panels.Length; i++)
            picture.Panel(panels[i], i * PanelWidth);
        return svg.Complete();
    }

    private void Legend()
    {
        var x = Left;
        foreach (var name in _names)
        {
            foreach (var isP99 in (bool[])[false, true])
            {
                _svg.Add($"<line x1='{x}' y1='20' x2='{x + 36}' y2='20' {Stroke(name, isP99)}/>");
                Mark(name, isP99, x + 18, 20);
                _svg.Text(x + 42, 24, $"{name}, {(isP99 ? "p99" : "p50")}");
                x += 60 + (8 * (name.Length + 5));
            }
        }
    }

    private void Panel(LatencyPanel panel, int offset)
    {
        var points = panel.Series.SelectMany(series => series.Points).ToList();
        var latencies = points.SelectMany(point => (double[])[point.P50, point.P99]).Append(panel.Bound).Where(double.IsFinite).ToList();
        var x = new LogScale(points.Min(point => point.Rate), points.Max(point => point.Rate), offset + Left, offset + PanelWidth - Right);
        var y = new LogScale(latencies.Min(), latencies.Max(), Height - Bottom, Top);
        _svg.Text(offset + (Left + PanelWidth - Right) / 2.0, Top - 14, panel.Title, "text-anchor='middle' font-size='14' font-weight='bold'");
        Axes(x, y, offset);
        _svg.Add($"<line x1='{offset + Left}' y1='{y.At(panel.Bound):F1}' x2='{offset + PanelWidth - Right}' y2='{y.At(panel.Bound):F1}' stroke='#555' stroke-dasharray='1 3'/>");
        foreach (var series in panel.Series)
        {
            Line(series.Name, isP99: false, [.. series.Points.Select(point => (x.At(point.Rate), y.At(point.P50)))]);
            Line(series.Name, isP99: true, [.. series.Points.Where(point => double.IsFinite(point.P99)).Select(point => (x.At(point.Rate), y.At(point.P99)))]);
        }

        // Last and with a rim, so that no line crosses it.
        _svg.Text(
            offset + Left + 6, y.At(panel.Bound) - 5, $"bound of p99: {SvgText.Label(panel.Bound)} ms",
            "fill='#333' stroke='white' stroke-width='4' paint-order='stroke' stroke-linejoin='round'");
    }

    private void Axes(LogScale x, LogScale y, int offset)
    {
        foreach (var tick in x.Ticks(most: 6))
        {
            _svg.Add($"<line x1='{x.At(tick):F1}' y1='{Top}' x2='{x.At(tick):F1}' y2='{Height - Bottom}' stroke='#ddd'/>");
            _svg.Text(x.At(tick), Height - Bottom + 18, SvgText.Label(tick), "text-anchor='middle'");
        }

        foreach (var tick in y.Ticks(most: 12))
        {
            _svg.Add($"<line x1='{offset + Left}' y1='{y.At(tick):F1}' x2='{offset + PanelWidth - Right}' y2='{y.At(tick):F1}' stroke='#ddd'/>");
            _svg.Text(offset + Left - 8, y.At(tick) + 4, SvgText.Label(tick), "text-anchor='end'");
        }

        _svg.Add($"<rect x='{offset + Left}' y='{Top}' width='{PanelWidth - Left - Right}' height='{Height - Top - Bottom}' fill='none' stroke='#333'/>");
        _svg.Text(offset + (Left + PanelWidth - Right) / 2.0, Height - 16, "offered load, requests/s", "text-anchor='middle'");
        var middle = (Top + Height - Bottom) / 2;
        _svg.Text(offset + 18, middle, "latency, ms", $"text-anchor='middle' transform='rotate(-90 {offset + 18} {middle})'");
    }

    private void Line(string name, bool isP99, List<(double X, double Y)> points)
    {
        _svg.Add($"<polyline points='{string.Join(' ', points.Select(point => FormattableString.Invariant($"{point.X:F1},{point.Y:F1}")))}' fill='none' {Stroke(name, isP99)}/>");
        foreach (var (x, y) in points)
            Mark(name, isP99, x, y);
    }

    private void Mark(string name, bool isP99, double x, double y)
    {
        var style = $"stroke='{Colour(name)}' stroke-width='1.5' fill='{(isP99 ? Colour(name) : "white")}'";
        if (_names.IndexOf(name) % 2 == 0)
            _svg.Add($"<circle cx='{x:F1}' cy='{y:F1}' r='{MarkSize}' {style}/>");
        else
            _svg.Add($"<rect x='{x - MarkSize:F1}' y='{y - MarkSize:F1}' width='{2 * MarkSize}' height='{2 * MarkSize}' {style}/>");
    }

    private string Stroke(string name, bool isP99) => $"stroke='{Colour(name)}' stroke-width='2'{(isP99 ? "" : " stroke-dasharray='6 4'")}";

    private string Colour(string name) => Colours[_names.IndexOf(name) % Colours.Length];
}
