using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing.Policies;

/// <summary>The policies by name.</summary>
internal static class RoutingPolicies
{
    public const string Default = PolicyNames.LeastWork;

    private static readonly Dictionary<string, Func<Random, IRoutingPolicy>> ByName = new(StringComparer.Ordinal)
    {
        [Default] = _ => new LeastWorkPolicy(),
        [PolicyNames.LeastQueue] = _ => new LeastQueuePolicy(),
        [PolicyNames.PowerOfTwoChoices] = random => new PowerOfTwoChoicesPolicy(random),
        [PolicyNames.RoundRobin] = _ => new RoundRobinPolicy(),
        [PolicyNames.Prequal] = random => new PrequalPolicy(random),
    };

    /// <param name="name">A known one.</param>
    /// <param name="random">For those that draw.</param>
    public static IRoutingPolicy Create(string name, Random random) => ByName[name](random);
}
