using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Routing.Traffic;

/// <summary>
/// Hashes of keys that are the same in every process and release: the 64 bits of FNV-1a (Fowler, Noll, Vo; RFC 9923) spread by the
/// finaliser of MurmurHash3 (fmix64, Appleby), since FNV's high bits alone depend too little on a short key's last letters.
/// </summary>
internal static class KeyHash
{
    private const ulong Offset = 0xcbf29ce484222325;
    private const ulong Prime = 0x100000001b3;

    // A number's text is at most 24 letters long, such as -1.7976931348623157E+308.
    private const int MaxNumberLetters = 32;

    /// <summary>Of a text's UTF-16 code units, low byte first.</summary>
    public static ulong Of(ReadOnlySpan<char> key)
    {
        var hash = Offset;
        foreach (var letter in key)
        {
            hash = (hash ^ (byte)letter) * Prime;
            hash = (hash ^ (uint)(letter >> 8)) * Prime;
        }
        return Mix(hash);
    }

    /// <summary>Of a request's parameter; false where it has none of that name. The number 7 and the text "7" are one key.</summary>
    public static bool TryOf(ImmutableDictionary<string, ParameterValue> parameters, string name, out ulong hash)
    {
        hash = 0;
        if (parameters.IsEmpty || !parameters.TryGetValue(name, out var value)) return false;
        Span<char> digits = stackalloc char[MaxNumberLetters];
        var length = 0;
        if (value.Integer is { } integer) integer.TryFormat(digits, out length);
        else if (value.Number is { } number) number.TryFormat(digits, out length, "R");
        else if (value.Unsigned is { } unsigned) unsigned.TryFormat(digits, out length);
        hash = Of(length > 0 ? digits[..length] : value.ToString());
        return true;
    }

    /// <summary>fmix64: every bit of the argument moves every bit of the result with probability one half.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xff51afd7ed558ccd;
        value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53;
        return value ^ (value >> 33);
    }

    /// <summary>Of two hashes, as one.</summary>
    public static ulong Combine(ulong key, ulong other) => Mix(key ^ Mix(other + Offset));

    /// <summary>From a hash to a number above 0 and below 1, evenly spread: its 52 high bits and a half, which a double holds exactly.</summary>
    public static double ToUnit(ulong hash) => ((hash >> 12) + 0.5) * (1.0 / (1UL << 52));
}
