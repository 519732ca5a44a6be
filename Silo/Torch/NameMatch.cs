using System.Globalization;

namespace OrleansInference.Torch;

/// <summary>
/// How the names of a configuration find the inputs and outputs of a program, as Triton does it: by the program's own names; else
/// by <c>name__N</c>, the N-th; else, where no name follows either convention, in order.
/// </summary>
internal static class NameMatch
{
    /// <summary>
    /// The index in <paramref name="program"/> (null: an element without a name) of each name of <paramref name="configuration"/>;
    /// null where they don't fit.
    /// </summary>
    public static int[]? Resolve(IReadOnlyList<string> configuration, IReadOnlyList<string?> program)
    {
        var named = new int[configuration.Count];
        var numbered = new int[configuration.Count];
        for (var i = 0; i < named.Length; i++)
        {
            named[i] = IndexOf(program, configuration[i]);
            numbered[i] = Number(configuration[i]);
        }
        if (IsSelection(named, program.Count))
            return named;
        if (IsSelection(numbered, program.Count))
            return numbered;
        var unconventional = named.All(index => index < 0) && numbered.All(number => number < 0);
        return unconventional && named.Length <= program.Count ? [.. Enumerable.Range(0, named.Length)] : null;
    }

    private static bool IsSelection(int[] indices, int count) =>
        indices.All(index => index >= 0 && index < count) && indices.Distinct().Count() == indices.Length;

    private static int IndexOf(IReadOnlyList<string?> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
            if (names[i] == name)
                return i;
        return -1;
    }

    private static int Number(string name)
    {
        var mark = name.LastIndexOf("__", StringComparison.Ordinal);
        return mark >= 0 && int.TryParse(name.AsSpan(mark + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }
}
