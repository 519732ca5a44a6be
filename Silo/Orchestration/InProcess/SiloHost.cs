using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansInference.Hosting;
using OrleansInference.Models;

namespace OrleansInference.Orchestration.InProcess;

/// <summary>A further silo of this process: all that the server is, without doors and console.</summary>
internal static class SiloHost
{
    /// <param name="settings">Its own.</param>
    /// <param name="parent">Services of the silo that it joins, which outlives it.</param>
    public static IHost Build(Settings settings, IServiceProvider parent)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.Values!);
        // One clock, one log, and runtimes that know of each other's models.
        builder.Services.AddSingleton(parent.GetRequiredService<TimeProvider>());
        builder.Services.AddSingleton(parent.GetRequiredService<ILoggerFactory>());
        foreach (var runtime in parent.GetServices<IModelRuntime>()) builder.Services.AddSingleton(runtime);
        builder.Services.AddSingleton<IHostLifetime, ParentsLifetime>();
        builder.AddSilo(settings);
        var cluster = parent.GetRequiredService<IOptions<ClusterOptions>>().Value;
        builder.Services.Configure<ClusterOptions>(own => (own.ClusterId, own.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        return builder.Build();
    }
}
