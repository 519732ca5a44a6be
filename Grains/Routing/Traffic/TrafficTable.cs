using System.Collections.Concurrent;
using OrleansInference.Models;

namespace OrleansInference.Routing.Traffic;

/// <summary>What a silo knows of every model's traffic: what was set while it was served, or else what its configuration says.</summary>
internal sealed class TrafficTable(ModelCatalog catalog)
{
    // Never removed: a model that is unloaded and loaded again is served as before.
    private readonly ConcurrentDictionary<string, ModelTraffic> _set = new(StringComparer.Ordinal);

    public TrafficSpec SpecOf(string model) => _set.TryGetValue(model, out var set) ? set.Spec : ConfiguredOf(model);

    /// <summary>What was set last, as far as this silo has heard; null where nothing was.</summary>
    public ModelTraffic? SetOf(string model) => _set.GetValueOrDefault(model);

    /// <summary>As the newest version that is served has it.</summary>
    public TrafficSpec ConfiguredOf(string model)
    {
        var versions = catalog.VersionsOf(model);
        for (var i = versions.Length - 1; i >= 0; i--)
            if (versions[i] is { IsWanted: true, Spec: { } spec }) return spec.Description.Traffic;
        return TrafficSpec.Default;
    }

    /// <summary>Notes what a router knows, and returns what it doesn't know yet: null where it knows as much.</summary>
    public ModelTraffic? Hear(string model, ModelTraffic? traffic)
    {
        if (traffic is not null)
            _set.AddOrUpdate(model, static (_, heard) => heard, static (_, known, heard) => heard.IsLaterThan(known) ? heard : known, traffic);
        return SetOf(model) is { } known && known.IsLaterThan(traffic) ? known : null;
    }
}
