using System.Collections.Immutable;

namespace OrleansInference.Bench;

/// <summary>Draws panels side by side as SVG: a line for each way from p50 to p99.9, on a logarithmic axis; dotted, the limit's p99 and p99.9.</summary>
internal sealed class RoutingPicture
{
    private const int PanelWidth = 460;
    private const int Left = 150;
    private const int Right = 50;
    private const int Top = 70;
    private const int Bottom = 50;
    private const int RowHeight = 28;
    private const int MarkSize = 4;
    private const string P99Colour = "#0072B2"; // Okabe and Ito's, which the colour-blind can tell apart
    private const string P999Colour = "#D55E00";

    private readonly SvgText _svg;
    private readonly int _bottom;

    private RoutingPicture(SvgText svg, int bottom) => (_svg, _bottom) = (svg, bottom);

    /// <param name="panels">At least one, each with as many bars.</param>
    public static string Draw(ImmutableArray<RoutingPanel> panels)
    {
        var bottom = Top + (panels[0].Bars.Length * RowHeight);
        var svg = new SvgText(panels.Length * PanelWidth, bottom + Bottom);
        var picture = new RoutingPicture(svg, bottom);
        picture.Legend();
        for (var i = 0; i < panels.Length; i++)
            picture.Panel(panels[i], i * PanelWidth);
        return svg.Complete();
    }

    private void Legend()
    {
        Hollow(Left, 20);
        _svg.Text(Left + 10, 24, "p50");
        Disc(Left + 60, 20);
        _svg.Text(Left + 70, 24, "p99");
        Square(Left + 120, 20);
        _svg.Text(Left + 130, 24, "p99.9");
    }

    private void Panel(RoutingPanel panel, int offset)
    {
        var values = panel.Bars.SelectMany(bar => (double[])[bar.P50, bar.P999]).ToList();
        var x = new LogScale(values.Min(), values.Max(), offset + Left, offset + PanelWidth - Right);
        _svg.Text(offset + ((Left + PanelWidth - Right) / 2.0), Top - 14, panel.Title, "text-anchor='middle' font-size='14' font-weight='bold'");
        foreach (var tick in x.Ticks(most: 7))
        {
            _svg.Add($"<line x1='{x.At(tick):F1}' y1='{Top}' x2='{x.At(tick):F1}' y2='{_bottom}' stroke='#ddd'/>");
            _svg.Text(x.At(tick), _bottom + 18, SvgText.Label(tick), "text-anchor='middle'");
        }

        Limit(x.At(panel.Bars[0].P99), P99Colour);
        Limit(x.At(panel.Bars[0].P999), P999Colour);
        _svg.Add($"<rect x='{offset + Left}' y='{Top}' width='{PanelWidth - Left - Right}' height='{_bottom - Top}' fill='none' stroke='#333'/>");
        _svg.Text(offset + ((Left + PanelWidth - Right) / 2.0), _bottom + 38, "latency, ms", "text-anchor='middle'");
        for (var i = 0; i < panel.Bars.Length; i++)
            Bar(panel.Bars[i], x, offset, Top + (RowHeight * (i + 0.5)));
    }

    private void Limit(double x, string colour) => _svg.Add($"<line x1='{x:F1}' y1='{Top}' x2='{x:F1}' y2='{_bottom}' stroke='{colour}' stroke-dasharray='2 3'/>");

    private void Bar(RoutingBar bar, LogScale x, int offset, double y)
    {
        _svg.Text(offset + Left - 8, y + 4, bar.Name, "text-anchor='end'");
        _svg.Add($"<line x1='{x.At(bar.P50):F1}' y1='{y:F1}' x2='{x.At(bar.P999):F1}' y2='{y:F1}' stroke='#888' stroke-width='1.5'/>");
        Hollow(x.At(bar.P50), y);
        Disc(x.At(bar.P99), y);
        Square(x.At(bar.P999), y);
        _svg.Text(offset + PanelWidth - Right + 6, y + 4, SvgText.Label(Math.Round(bar.P999)), $"fill='{P999Colour}'");
    }

    private void Hollow(double x, double y) => _svg.Add($"<circle cx='{x:F1}' cy='{y:F1}' r='{MarkSize}' fill='white' stroke='#333' stroke-width='1.5'/>");

    private void Disc(double x, double y) => _svg.Add($"<circle cx='{x:F1}' cy='{y:F1}' r='{MarkSize}' fill='{P99Colour}'/>");

    private void Square(double x, double y) =>
        _svg.Add($"<rect x='{x - MarkSize:F1}' y='{y - MarkSize:F1}' width='{2 * MarkSize}' height='{2 * MarkSize}' fill='{P999Colour}'/>");
}
