using OrleansInference.Routing;

namespace OrleansInference.Bench;

/// <summary>The one place that says how a silo's dispatcher is told its policy.</summary>
internal static class RoutingPolicy
{
    /// <param name="services">A silo's.</param>
    /// <param name="policy">By name; null for the default.</param>
    /// <param name="lateBinding">Whether requests wait in their dispatchers until a pool has room.</param>
    public static IServiceCollection AddRoutingPolicy(this IServiceCollection services, string? policy, bool lateBinding) =>
        services.Configure<DispatcherOptions>(options => (options.Policy, options.LateBinding) = (policy ?? options.Policy, lateBinding));
}
