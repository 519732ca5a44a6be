using System.Collections.Immutable;

namespace OrleansInference.Control;

/// <summary>
/// Finds what changed between looks at a repository. A change counts once two looks in a row have seen the same, so that a file that is still
/// being written is left alone; it is told once.
/// </summary>
internal sealed class SteadyScans
{
    private readonly SortedDictionary<string, ModelScan> _told = new(StringComparer.Ordinal);
    private Dictionary<string, ModelScan> _last = [];

    /// <param name="atStart">What has been acted on already.</param>
    public SteadyScans(ImmutableArray<ModelScan> atStart)
    {
        foreach (var scan in atStart) _told[scan.Model] = scan;
        _last = new(_told);
    }

    /// <summary>What to act on after this look: a model and its scan, null where it was removed. Ordered by name.</summary>
    public ImmutableArray<(string Model, ModelScan? Scan)> Next(ImmutableArray<ModelScan> look)
    {
        var now = look.ToDictionary(scan => scan.Model);
        var changes = ImmutableArray.CreateBuilder<(string, ModelScan?)>();
        foreach (var model in now.Keys.Union(_told.Keys).Order(StringComparer.Ordinal).ToList())
        {
            var scan = now.GetValueOrDefault(model);
            var isSteady = Equals(scan, _last.GetValueOrDefault(model));
            if (!isSteady || Equals(scan, _told.GetValueOrDefault(model))) continue;
            if (scan is null) _told.Remove(model);
            else _told[model] = scan;
            changes.Add((model, scan));
        }
        _last = now;
        return changes.ToImmutable();
    }
}
