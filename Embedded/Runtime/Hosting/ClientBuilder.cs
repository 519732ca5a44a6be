using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;

namespace OrleansInference.Embedded;

/// <summary>A client under composition. One collection of services has at most one.</summary>
internal sealed class ClientBuilder(IServiceCollection services, IConfiguration configuration) : IClientBuilder
{
    public IServiceCollection Services { get; } = services;

    public IConfiguration Configuration { get; } = configuration;

    public static ClientBuilder For(IServiceCollection services, IConfiguration configuration)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(ClientBuilder))?.ImplementationInstance is ClientBuilder existing)
            return existing;
        var builder = new ClientBuilder(services, configuration);
        services.AddSingleton(builder);
        EngineServices.AddClient(services);
        return builder;
    }
}
