namespace OrleansInference.Hosting;

/// <summary>The known name that a mistyped one was probably meant to be.</summary>
internal static class NameSuggestion
{
    /// <summary>"; did you mean …?", or nothing where no name is near: at most a third of the letters may differ.</summary>
    public static string For(string typed, IEnumerable<string> known)
    {
        var (name, distance) = known
            .Select(name => (Name: name, Distance: Distance(typed.ToUpperInvariant(), name.ToUpperInvariant())))
            .DefaultIfEmpty(("", int.MaxValue))
            .MinBy(candidate => candidate.Item2);
        return distance <= Math.Max(2, typed.Length / 3) ? $"; did you mean {name}?" : "";
    }

    /// <summary>Levenshtein's: insertions, deletions and substitutions, one row of the table at a time.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
