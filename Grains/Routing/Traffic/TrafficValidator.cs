using System.Collections.Immutable;

namespace OrleansInference.Routing.Traffic;

/// <summary>Finds everything that is wrong with a <see cref="TrafficSpec"/>.</summary>
internal sealed class TrafficValidator
{
    public const string Weights = "weights";
    public const string StickyKey = "sticky_key";
    public const string AffinityKey = "affinity_key";
    public const string Policy = "policy";
    public const string Shadow = "shadow";

    /// <summary>Versions among which the traffic is split.</summary>
    public const int MaxWeights = 16;

    private const int MaxKeyLetters = 256;

    // What doors take out of a request: no pool and no split ever sees them.
    private static readonly string[] Reserved = ["timeout", "priority", "sequence_id", "sequence_start", "sequence_end", "binary_data_output"];

    private readonly ImmutableArray<TrafficProblem>.Builder _problems = ImmutableArray.CreateBuilder<TrafficProblem>();
    private readonly ImmutableArray<long>? _versions;

    private TrafficValidator(ImmutableArray<long>? versions) => _versions = versions;

    /// <param name="spec">To be judged.</param>
    /// <param name="versions">Those that the model has; null where that is not known yet: then any may be named.</param>
    public static ImmutableArray<TrafficProblem> Problems(TrafficSpec spec, ImmutableArray<long>? versions)
    {
        var validator = new TrafficValidator(versions);
        validator.CheckWeights(spec.Weights);
        validator.CheckParameter(StickyKey, spec.StickyKey);
        validator.CheckParameter(AffinityKey, spec.AffinityKey);
        if (spec.Policy is { } policy && !PolicyNames.All.Contains(policy))
            validator.Add(Policy, $"is '{policy}'; allowed: {string.Join(", ", PolicyNames.All)}");
        if (spec.Shadow is { } shadow) validator.CheckShadow(shadow, spec.Weights);
        return validator._problems.ToImmutable();
    }

    private void CheckWeights(ImmutableArray<VersionWeight> weights)
    {
        if (weights.IsEmpty) return;
        var shown = $"is {string.Join(',', weights)}";
        if (weights.Length > MaxWeights) Add(Weights, $"has {weights.Length} versions; allowed: at most {MaxWeights}");
        if (weights.Any(weight => !double.IsFinite(weight.Weight) || weight.Weight < 0) || !double.IsFinite(weights.Sum(weight => weight.Weight)))
            Add(Weights, $"{shown}; allowed: weights that are finite numbers of at least 0, also added up");
        else if (weights.All(weight => weight.Weight == 0))
            Add(Weights, $"{shown}; allowed: at least one weight above 0, or no weights");
        if (weights.GroupBy(weight => weight.Version).FirstOrDefault(version => version.Count() > 1) is { Key: var twice })
            Add(Weights, $"{shown}; allowed: each version once, not {twice} again");
        foreach (var weight in weights) CheckVersion(Weights, weight.Version);
    }

    private void CheckParameter(string key, string? name)
    {
        if (name is null) return;
        if (name.Length is 0 or > MaxKeyLetters)
            Add(key, $"has {name.Length} letters; allowed: the name of a request parameter, 1 to {MaxKeyLetters} letters");
        else if (Reserved.Contains(name) || name.StartsWith("triton_", StringComparison.Ordinal))
            Add(key, $"is '{name}'; allowed: the name of a request parameter that is not reserved ({string.Join(", ", Reserved)}, triton_…)");
    }

    private void CheckShadow(ShadowSpec shadow, ImmutableArray<VersionWeight> weights)
    {
        if (!(shadow.Share > 0 && shadow.Share <= 1)) Add(Shadow, $"has the share {shadow.Share:R}; allowed: above 0, at most 1");
        if (!(shadow.Tolerance >= 0) || !double.IsFinite(shadow.Tolerance))
            Add(Shadow, $"has the tolerance {shadow.Tolerance:R}; allowed: a finite number of at least 0");
        CheckVersion(Shadow, shadow.Version);
        var others = weights.Where(weight => weight.Weight > 0 && weight.Version != shadow.Version);
        if (!weights.IsEmpty && !others.Any())
            Add(Shadow, $"is version {shadow.Version}, which gets every request anyway; allowed: another version, or none");
    }

    private void CheckVersion(string key, long version)
    {
        if (_versions is not { } versions)
        {
            if (version < 1) Add(key, $"names version {version}; allowed: versions from 1");
        }
        else if (!versions.Contains(version))
        {
            Add(key, $"names version {version}; the model has {string.Join(", ", versions)}");
        }
    }

    private void Add(string key, string text) => _problems.Add(new TrafficProblem(key, text));
}
