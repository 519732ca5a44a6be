using System.Collections.Immutable;
using System.Globalization;

namespace OrleansInference.Routing.Traffic;

/// <summary>Weights and shadows as configurations and command lines write them.</summary>
public static class TrafficText
{
    public const string WeightsForm = "version:weight, with commas between them, such as 1:95,2:5";
    public const string ShadowForm = "version:share, such as 2:0.1";

    /// <summary>Reads <c>1:95,2:5</c>; an empty text is no weights. What the values may be is not checked here.</summary>
    public static bool TryReadWeights(string text, out ImmutableArray<VersionWeight> weights)
    {
        weights = [];
        if (text.Length == 0) return true;
        var read = ImmutableArray.CreateBuilder<VersionWeight>();
        foreach (var part in text.Split(','))
        {
            if (!TryReadPair(part, out var version, out var weight)) return false;
            read.Add(new VersionWeight(version, weight));
        }
        read.Sort((one, other) => one.Version.CompareTo(other.Version));
        weights = read.ToImmutable();
        return true;
    }

    /// <summary>Reads <c>2:0.1</c>.</summary>
    public static bool TryReadShadow(string text, out ShadowSpec? shadow)
    {
        shadow = TryReadPair(text, out var version, out var share) ? new ShadowSpec { Version = version, Share = share } : null;
        return shadow is not null;
    }

    private static bool TryReadPair(string text, out long number, out double value)
    {
        value = 0;
        var colon = text.IndexOf(':');
        return long.TryParse(colon < 0 ? "" : text.AsSpan(0, colon).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && double.TryParse(text.AsSpan(colon + 1).Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
    }
}
