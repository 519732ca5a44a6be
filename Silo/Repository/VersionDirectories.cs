using System.Collections.Immutable;
using System.Globalization;

namespace OrleansInference.Repository;

/// <summary>The numbered directories of a model, and those whose name only looks like a number.</summary>
internal sealed record VersionDirectories(ImmutableArray<long> Versions, ImmutableArray<string> Ignored)
{
    /// <summary>A version is an integer from 1, without leading zeros; any other directory may hold what it likes.</summary>
    public static VersionDirectories Of(string modelDirectory)
    {
        var versions = ImmutableArray.CreateBuilder<long>();
        var ignored = ImmutableArray.CreateBuilder<string>();
        foreach (var name in Directory.EnumerateDirectories(modelDirectory).Select(path => Path.GetFileName(path)!))
        {
            var isNumber = long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var version);
            if (isNumber && name[0] != '0') versions.Add(version);
            else if (name.All(char.IsAsciiDigit)) ignored.Add(name);
        }
        versions.Sort();
        ignored.Sort(StringComparer.Ordinal);
        return new VersionDirectories(versions.ToImmutable(), ignored.ToImmutable());
    }
}
