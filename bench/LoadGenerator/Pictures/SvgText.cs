using System.Globalization;
using System.Net;
using System.Text;

namespace OrleansInference.Bench;

/// <summary>A picture (SVG) that is being written; coordinates in pixels from the upper left corner.</summary>
internal sealed class SvgText
{
    private readonly StringBuilder _text = new();

    public SvgText(int width, int height)
    {
        Add($"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='0 0 {width} {height}' font-family='sans-serif' font-size='12'>");
        Add($"<rect width='{width}' height='{height}' fill='white'/>");
    }

    /// <summary>An element.</summary>
    public void Add(FormattableString element) => _text.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');

    public void Text(double x, double y, string text, string style = "") =>
        Add($"<text x='{x:F1}' y='{y:F1}' {style}>{WebUtility.HtmlEncode(text)}</text>");

    /// <summary>The whole picture; nothing can be added after it.</summary>
    public string Complete()
    {
        Add($"</svg>");
        return _text.ToString();
    }

    /// <summary>A number as short as a mark on an axis wants it.</summary>
    public static string Label(double value) => value.ToString(value switch { >= 100 => "#,0", >= 10 => "0.#", _ => "0.###" }, CultureInfo.InvariantCulture);
}
