namespace OrleansInference.Torch;

/// <summary>Texts with brackets.</summary>
internal static class SourceText
{
    /// <summary>Splits at the commas that stand in no bracket; trims the parts, and drops an empty last one.</summary>
    public static List<string> Split(string text)
    {
        List<string> parts = [];
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] is '[' or '(' or '{' ? 1 : text[i] is ']' or ')' or '}' ? -1 : 0;
            if (text[i] != ',' || depth > 0)
                continue;
            parts.Add(text[start..i].Trim());
            start = i + 1;
        }
        if (text[start..].Trim() is { Length: > 0 } last)
            parts.Add(last);
        return parts;
    }

    /// <summary>The index of the bracket that closes the one at <paramref name="open"/>; −1 where none does.</summary>
    public static int Closing(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            depth += text[i] is '[' or '(' or '{' ? 1 : text[i] is ']' or ')' or '}' ? -1 : 0;
            if (depth == 0)
                return i;
        }
        return -1;
    }
}
