using OrleansInference.Routing;

namespace OrleansInference.Bench;

/// <summary>The one place that says how a silo's dispatcher is told its policy.</summary>
internal static class RoutingPolicy
{
    /// <param name="services">A silo's.</param>
    /// <param name="policy">By name; null for the default.</param>
    public static IServiceCollection AddRoutingPolicy(this IServiceCollection services, string? policy)
    {
        if (policy is null)
            return services;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Policy", policy)]).Build();
        return services.Configure<DispatcherOptions>(configuration);
    }
}
