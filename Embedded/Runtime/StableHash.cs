namespace OrleansInference.Embedded;

/// <summary>FNV-1a: the same in every process, as <see cref="string.GetHashCode()"/> is not.</summary>
internal static class StableHash
{
    private const ulong Prime64 = 0x100000001b3;

    /// <summary>Where a running 64-bit hash starts.</summary>
    public const ulong Start = 0xcbf29ce484222325;

    public static int Of(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text) hash = unchecked((hash ^ c) * 16777619u);
        return (int)hash;
    }

    public static ulong Fold(ulong hash, long value)
    {
        for (var shift = 0; shift < 64; shift += 8) hash = unchecked((hash ^ (byte)(value >> shift)) * Prime64);
        return hash;
    }
}
