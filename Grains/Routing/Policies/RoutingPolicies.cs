namespace OrleansInference.Routing.Policies;

/// <summary>The policies by name.</summary>
internal static class RoutingPolicies
{
    public const string Default = "least_work";

    private static readonly Dictionary<string, Func<Random, IRoutingPolicy>> ByName = new(StringComparer.Ordinal)
    {
        [Default] = _ => new LeastWorkPolicy(),
        ["least_queue"] = _ => new LeastQueuePolicy(),
        ["power_of_two_choices"] = random => new PowerOfTwoChoicesPolicy(random),
        ["round_robin"] = _ => new RoundRobinPolicy(),
        ["prequal"] = random => new PrequalPolicy(random),
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static bool IsKnown(string name) => ByName.ContainsKey(name);

    /// <param name="name">A known one.</param>
    /// <param name="random">For those that draw.</param>
    public static IRoutingPolicy Create(string name, Random random) => ByName[name](random);
}
