using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OrleansInference.FrontDoors.Access;

internal static class AccessExtensions
{
    /// <summary>Registers access control for every door. <paramref name="configuration"/> is the root; its section <c>Access</c> is bound.</summary>
    public static IServiceCollection AddAccessControl(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(AccessControl)))
            return services; // each door asks for it
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddOptions<AccessOptions>().Bind(configuration.GetSection(AccessOptions.Section)).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AccessControl>();
        return services;
    }

    /// <summary>Asks every request for its key, where there are keys; adds nothing to the way of a request where there are none.</summary>
    public static IApplicationBuilder UseAccessControl(this IApplicationBuilder app) =>
        app.ApplicationServices.GetRequiredService<AccessControl>().IsOpen ? app : app.UseMiddleware<AccessMiddleware>();
}
