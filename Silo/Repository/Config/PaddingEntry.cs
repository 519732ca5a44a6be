using System.Globalization;

namespace OrleansInference.Repository.Config;

/// <summary>One entry of the parameter <c>PADDING</c>: <c>tensor[index]</c>, or <c>tensor[index]=value</c>.</summary>
/// <param name="Tensor">Its name.</param>
/// <param name="Index">Into the tensor's <c>dims</c>.</param>
/// <param name="Value">As it is written; null where there is none.</param>
internal sealed record PaddingEntry(string Tensor, int Index, string? Value)
{
    /// <summary>The entry without its value.</summary>
    public string Dimension => Show(Tensor, Index);

    public static string Show(string tensor, int index) => $"{tensor}[{index}]";

    /// <summary>Null where it is no entry.</summary>
    public static PaddingEntry? Parse(string written)
    {
        // A name may have brackets of its own, so the last ones count.
        var end = written.LastIndexOf(']');
        var start = written.LastIndexOf('[');
        if (start < 1 || end < start) return null;
        if (!int.TryParse(written.AsSpan((start + 1)..end), NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return null;
        return written[(end + 1)..] switch
        {
            "" => new PaddingEntry(written[..start], index, null),
            ['=', _, ..] rest => new PaddingEntry(written[..start], index, rest[1..]),
            _ => null,
        };
    }
}
