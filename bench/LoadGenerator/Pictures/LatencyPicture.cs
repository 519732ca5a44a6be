using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

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

    private readonly StringBuilder _svg = new();
    private readonly List<string> _names;

    private LatencyPicture(IEnumerable<string> names) => _names = [.. names];

    /// <param name="panels">At least one, each with at least one point.</param>
    public static string Draw(ImmutableArray<LatencyPanel> panels)
    {
        var picture = new LatencyPicture(panels.SelectMany(panel => panel.Series).Select(series => series.Name).Distinct());
        var width = panels.Length * PanelWidth;
        picture.Add($"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{Height}' viewBox='0 0 {width} {Height}' font-family='sans-serif' font-size='12'>");
        picture.Add($"<rect width='{width}' height='{Height}' fill='white'/>");
        picture.Legend();
        for (var i = 0; i < panels.Length; i++)
            picture.Panel(panels[i], i * PanelWidth);
        picture.Add($"</svg>");
        return picture._svg.ToString();
    }

    private void Legend()
    {
        var x = Left;
        foreach (var name in _names)
        {
            foreach (var isP99 in (bool[])[false, true])
            {
                Add($"<line x1='{x}' y1='20' x2='{x + 36}' y2='20' {Stroke(name, isP99)}/>");
                Mark(name, isP99, x + 18, 20);
                Text(x + 42, 24, $"{name}, {(isP99 ? "p99" : "p50")}");
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
        Text(offset + (Left + PanelWidth - Right) / 2.0, Top - 14, panel.Title, "text-anchor='middle' font-size='14' font-weight='bold'");
        Axes(x, y, offset);
        Add($"<line x1='{offset + Left}' y1='{y.At(panel.Bound):F1}' x2='{offset + PanelWidth - Right}' y2='{y.At(panel.Bound):F1}' stroke='#555' stroke-dasharray='1 3'/>");
        foreach (var series in panel.Series)
        {
            Line(series.Name, isP99: false, [.. series.Points.Select(point => (x.At(point.Rate), y.At(point.P50)))]);
            Line(series.Name, isP99: true, [.. series.Points.Where(point => double.IsFinite(point.P99)).Select(point => (x.At(point.Rate), y.At(point.P99)))]);
        }

        // Last and with a rim, so that no line crosses it.
        Text(
            offset + Left + 6, y.At(panel.Bound) - 5, $"bound of p99: {Label(panel.Bound)} ms",
            "fill='#333' stroke='white' stroke-width='4' paint-order='stroke' stroke-linejoin='round'");
    }

    private void Axes(LogScale x, LogScale y, int offset)
    {
        foreach (var tick in x.Ticks(most: 6))
        {
            Add($"<line x1='{x.At(tick):F1}' y1='{Top}' x2='{x.At(tick):F1}' y2='{Height - Bottom}' stroke='#ddd'/>");
            Text(x.At(tick), Height - Bottom + 18, Label(tick), "text-anchor='middle'");
        }

        foreach (var tick in y.Ticks(most: 12))
        {
            Add($"<line x1='{offset + Left}' y1='{y.At(tick):F1}' x2='{offset + PanelWidth - Right}' y2='{y.At(tick):F1}' stroke='#ddd'/>");
            Text(offset + Left - 8, y.At(tick) + 4, Label(tick), "text-anchor='end'");
        }

        Add($"<rect x='{offset + Left}' y='{Top}' width='{PanelWidth - Left - Right}' height='{Height - Top - Bottom}' fill='none' stroke='#333'/>");
        Text(offset + (Left + PanelWidth - Right) / 2.0, Height - 16, "offered load, requests/s", "text-anchor='middle'");
        var middle = (Top + Height - Bottom) / 2;
        Text(offset + 18, middle, "latency, ms", $"text-anchor='middle' transform='rotate(-90 {offset + 18} {middle})'");
    }

    private void Line(string name, bool isP99, List<(double X, double Y)> points)
    {
        Add($"<polyline points='{string.Join(' ', points.Select(point => FormattableString.Invariant($"{point.X:F1},{point.Y:F1}")))}' fill='none' {Stroke(name, isP99)}/>");
        foreach (var (x, y) in points)
            Mark(name, isP99, x, y);
    }

    private void Mark(string name, bool isP99, double x, double y)
    {
        var style = $"stroke='{Colour(name)}' stroke-width='1.5' fill='{(isP99 ? Colour(name) : "white")}'";
        if (_names.IndexOf(name) % 2 == 0)
            Add($"<circle cx='{x:F1}' cy='{y:F1}' r='{MarkSize}' {style}/>");
        else
            Add($"<rect x='{x - MarkSize:F1}' y='{y - MarkSize:F1}' width='{2 * MarkSize}' height='{2 * MarkSize}' {style}/>");
    }

    private string Stroke(string name, bool isP99) => $"stroke='{Colour(name)}' stroke-width='2'{(isP99 ? "" : " stroke-dasharray='6 4'")}";

    private string Colour(string name) => Colours[_names.IndexOf(name) % Colours.Length];

    private static string Label(double value) => value.ToString(value switch { >= 100 => "#,0", >= 10 => "0.#", _ => "0.###" }, CultureInfo.InvariantCulture);

    private void Text(double x, double y, string text, string style = "") =>
        Add($"<text x='{x:F1}' y='{y:F1}' {style}>{WebUtility.HtmlEncode(text)}</text>");

    private void Add(FormattableString line) => _svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
