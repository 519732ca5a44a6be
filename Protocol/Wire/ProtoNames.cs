namespace OrleansInference.Protocol.Wire;

/// <summary>
/// The names of models, tensors, datatypes and parameters that came lately: they come with every request. A cache of one
/// place for each hash, so its size is bounded, hostile names can only push out others, and a lookup is one comparison.
/// </summary>
internal static class ProtoNames
{
    private const int Places = 1024; // a power of two
    private const int MaxBytes = 64;

    private static readonly Name?[] Names = new Name?[Places];

    /// <summary>The text of these bytes, where it is known; it is valid UTF-8 then.</summary>
    public static string? Find(ReadOnlySpan<byte> utf8) =>
        utf8.Length <= MaxBytes && Names[PlaceOf(utf8)] is { } name && utf8.SequenceEqual(name.Utf8) ? name.Text : null;

    public static void Keep(ReadOnlySpan<byte> utf8, string text)
    {
        if (utf8.Length <= MaxBytes)
            Names[PlaceOf(utf8)] = new Name(utf8.ToArray(), text);
    }

    private static int PlaceOf(ReadOnlySpan<byte> utf8)
    {
        var hash = new HashCode();
        hash.AddBytes(utf8);
        return hash.ToHashCode() & (Places - 1);
    }

    private sealed record Name(byte[] Utf8, string Text);
}
