using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using OrleansInference.Embedded;

namespace OrleansInference.Simulation;

/// <summary>One life of one silo of a simulation.</summary>
public sealed class SimulatedSilo
{
    internal SimulatedSilo(ServiceProvider services, int instance, Action<ISiloBuilder> configure)
    {
        Provider = services;
        Instance = instance;
        Configure = configure;
        Silo = services.GetRequiredService<Silo>();
    }

    public string Name => Silo.Name;

    public SiloAddress Address => Silo.Address;

    public IServiceProvider Services => Provider;

    /// <summary>Makes references that call from this silo.</summary>
    public IGrainFactory GrainFactory => Services.GetRequiredService<IGrainFactory>();

    /// <summary>Whether it runs; a silo that was declared dead does so until it learns of it.</summary>
    public bool IsAlive => Silo is { IsCrashed: false, IsDead: false };

    /// <summary>Activations on this silo, those that begin or end included.</summary>
    public int ActivationCount => Silo.Catalog.Activations.Length;

    internal ServiceProvider Provider { get; }

    internal int Instance { get; }

    internal Action<ISiloBuilder> Configure { get; }

    internal Silo Silo { get; }

    public override string ToString() => Silo.ToString();

    /// <summary>Runs code on the silo's own scheduler: it ends with the silo.</summary>
    public Task RunAsync(Func<Task> work) => Silo.System.RunAsync(work);
}
