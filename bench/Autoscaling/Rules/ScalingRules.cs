using System.Collections.Immutable;

namespace OrleansInference.Bench;

/// <summary>The rules by name.</summary>
internal static class ScalingRules
{
    private static readonly Dictionary<string, Func<IScaler>> Rules = new()
    {
        ["ours"] = static () => new OursScaler(),
        ["knative"] = static () => new KnativeScaler(),
        ["hpa"] = static () => new HpaScaler(),
        ["ray"] = static () => new RayServeScaler(),
        ["fixed"] = static () => new FixedScaler(),
    };

    public static ImmutableArray<string> Names { get; } = [.. Rules.Keys];

    /// <summary>Those that are compared unless others are asked for.</summary>
    public static ImmutableArray<string> Defaults { get; } = Names.Remove("fixed");

    /// <summary>One that has decided nothing yet.</summary>
    public static IScaler New(string name) => Rules[name]();
}
