using System.Collections.Immutable;
using System.Globalization;

namespace OrleansInference.Bench;

/// <summary>The rules by name; after a colon there can be another target than the default, such as <c>hpa:0.5</c>.</summary>
internal static class ScalingRules
{
    private static readonly Dictionary<string, Func<ScalingWorkload, double?, IScaler>> Rules = new()
    {
        ["ours"] = static (workload, target) => new OursScaler(workload, target),
        ["knative"] = static (_, target) => new KnativeScaler(target),
        ["hpa"] = static (_, target) => new HpaScaler(target),
        ["ray"] = static (_, target) => new RayServeScaler(target),
        ["fixed"] = static (_, replicas) => new FixedScaler((int?)replicas),
    };

    /// <summary>What is compared unless others are asked for: all with their defaults, and Ray Serve's with a target that suits replicas of one request at a time.</summary>
    public static ImmutableArray<string> Defaults { get; } = ["ours", "knative", "hpa", "ray", "ray:0.7"];

    public static bool IsKnown(string name) => Parse(name) is not null;

    /// <summary>One that has decided nothing yet.</summary>
    /// <param name="name">A known one.</param>
    /// <param name="workload">What it is for.</param>
    public static IScaler New(string name, ScalingWorkload workload)
    {
        var (rule, target) = Parse(name) ?? throw new ArgumentException($"'{name}': no such rule.", nameof(name));
        return rule(workload, target);
    }

    private static (Func<ScalingWorkload, double?, IScaler> Rule, double? Target)? Parse(string name)
    {
        var parts = name.Split(':');
        if (!Rules.TryGetValue(parts[0], out var rule))
            return null;
        if (parts.Length == 1)
            return (rule, null);
        return double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var target) && target is > 0 and <= 1000 ? (rule, target) : null;
    }
}
