using System.Collections.Immutable;

namespace OrleansInference.Routing.Traffic;

/// <summary>The policies that pick a pool, by the names that configurations and callers use.</summary>
public static class PolicyNames
{
    public const string LeastWork = "least_work";
    public const string LeastQueue = "least_queue";
    public const string PowerOfTwoChoices = "power_of_two_choices";
    public const string RoundRobin = "round_robin";
    public const string Prequal = "prequal";

    public static ImmutableArray<string> All { get; } = [LeastWork, LeastQueue, PowerOfTwoChoices, RoundRobin, Prequal];
}
