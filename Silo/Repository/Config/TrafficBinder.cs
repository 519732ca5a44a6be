using System.Collections.Immutable;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Repository.Config;

/// <summary>Binds the parameters that spread a model's requests over its versions and pools. Whether those versions are there is not seen here.</summary>
internal static class TrafficBinder
{
    public const string WeightsKey = "TRAFFIC_WEIGHTS";
    public const string StickyKey = "STICKY_KEY";
    public const string AffinityKey = "AFFINITY_KEY";
    public const string PolicyKey = "ROUTING_POLICY";
    public const string ShadowKey = "SHADOW_VERSION";

    public static TrafficSpec Bind(ModelParameters parameters)
    {
        var texts = parameters.Texts;
        var weights = ImmutableArray<VersionWeight>.Empty;
        if (texts.TryGetValue(WeightsKey, out var text) && !TrafficText.TryReadWeights(text, out weights))
            parameters.Problem(WeightsKey, $"is \"{text}\"; allowed: {TrafficText.WeightsForm}");
        ShadowSpec? shadow = null;
        if (texts.TryGetValue(ShadowKey, out text) && !TrafficText.TryReadShadow(text, out shadow))
            parameters.Problem(ShadowKey, $"is \"{text}\"; allowed: {TrafficText.ShadowForm}");
        var spec = new TrafficSpec
        {
            Weights = weights,
            StickyKey = texts.GetValueOrDefault(StickyKey),
            AffinityKey = texts.GetValueOrDefault(AffinityKey),
            Policy = texts.GetValueOrDefault(PolicyKey),
            Shadow = shadow,
        };
        foreach (var problem in TrafficValidator.Problems(spec, versions: null)) parameters.Problem(NameOf(problem.Key), problem.Text);
        return spec;
    }

    /// <summary>What is named but won't be served, which leaves its share to the others.</summary>
    public static IEnumerable<string> Unserved(TrafficSpec spec, ImmutableArray<long> served)
    {
        foreach (var (version, _) in spec.Weights)
            if (!served.Contains(version)) yield return Text(WeightsKey, version);
        if (spec.Shadow is { Version: var shadow } && !served.Contains(shadow)) yield return Text(ShadowKey, shadow);

        string Text(string key, long version) => $"{key} names version {version}, which is not served; version_policy chooses {string.Join(", ", served)}";
    }

    private static string NameOf(string key) => key switch
    {
        TrafficValidator.Weights => WeightsKey,
        TrafficValidator.StickyKey => StickyKey,
        TrafficValidator.AffinityKey => AffinityKey,
        TrafficValidator.Policy => PolicyKey,
        _ => ShadowKey,
    };
}
