using System.Globalization;

namespace OrleansInference.Repository.TextFormat;

/// <summary>A number, a text or an identifier (a boolean, the name of an enumeration's value, <c>inf</c>, <c>nan</c>).</summary>
internal sealed record TextScalar(TextPosition At, TokenKind Kind, string Text, bool IsNegative = false) : TextValue(At)
{
    /// <summary>Reads an integer of any notation; false for any other value, and for one of more than 127 bits.</summary>
    public bool TryGetInteger(out Int128 value)
    {
        value = 0;
        if (Kind != TokenKind.Integer || !TryGetMagnitude(out var magnitude)) return false;
        value = IsNegative ? -magnitude : magnitude;
        return true;
    }

    private bool TryGetMagnitude(out Int128 value)
    {
        if (!Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return Text[0] == '0'
                ? TryGetOctal(out value)
                : Int128.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

        var isHexadecimal = Int128.TryParse(Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        return isHexadecimal && value >= 0;
    }

    private bool TryGetOctal(out Int128 value)
    {
        value = 0;
        foreach (var digit in Text)
        {
            if (value > Int128.MaxValue >> 3) return false;
            value = (value << 3) + (digit - '0');
        }
        return true;
    }

    /// <summary>As a message quotes it.</summary>
    public override string ToString()
    {
        const int Longest = 60;
        var shown = Text.Length <= Longest ? Text : $"{Text.AsSpan(0, Longest)}…";
        return Kind == TokenKind.String ? $"\"{shown}\"" : $"{(IsNegative ? "-" : "")}{shown}";
    }
}
