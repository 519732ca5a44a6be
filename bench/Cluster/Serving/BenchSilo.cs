using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using OrleansInference.Control;
using OrleansInference.Hosting;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Bench;

/// <summary>A silo of the server without doors, with <see cref="EchoSource"/> as its repository.</summary>
internal static class BenchSilo
{
    /// <param name="port">For silos; the next one is for clients.</param>
    /// <param name="primary">The port of the silo that it joins; its own for the first.</param>
    /// <param name="connections">To each other silo.</param>
    public static async Task<IHost> StartAsync(int port, int primary, int connections)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port, port + 1, primary == port ? null : new IPEndPoint(IPAddress.Loopback, primary));
            silo.Services.Configure<ConnectionOptions>(options => options.ConnectionsPerEndpoint = connections);
            silo.Services.AddSingleton<IModelSource, EchoSource>();
            foreach (var name in new[] { EchoSource.One, EchoSource.Two, EchoSource.Three }) silo.Services.AddSingleton(new ManagedModelRegistration(name, _ => new EchoModel()));
            silo.Services.AddSingleton<IModelRuntime, ManagedRuntime>();
            silo.AddInference();
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
