using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using OrleansInference.Embedded;

namespace OrleansInference.Simulation;

public sealed partial class SimulatedCluster
{
    /// <summary>Starts a silo; outside of <see cref="Run(Func{Task})"/>.</summary>
    public SimulatedSilo AddSilo(Action<ISiloBuilder> configure) => Run(() => AddSiloAsync(configure));

    /// <summary>Starts a silo; ends when its lifecycle has started. Composed by the same delegates as a real one, without a host.</summary>
    /// <exception cref="NotSupportedException">The silo has hosted services, which run on threads of their own.</exception>
    public Task<SimulatedSilo> AddSiloAsync(Action<ISiloBuilder> configure) => StartAsync(configure, _silos.Count);

    /// <summary>Starts a silo at the endpoint of one that is gone: another generation, so another address.</summary>
    public Task<SimulatedSilo> RestartSiloAsync(SimulatedSilo silo) => StartAsync(silo.Configure, silo.Instance);

    /// <summary>Stops a silo in order.</summary>
    public Task StopSiloAsync(SimulatedSilo silo)
    {
        if (!_silos.Contains(silo)) throw new ArgumentException($"{silo} is not of this cluster.", nameof(silo));
        return silo.RunAsync(() => silo.Services.GetRequiredService<SiloLifecycle>().StopAsync(CancellationToken.None));
    }

    /// <summary>Ends a silo without a word. The others learn of it as <see cref="ClusterMembershipOptions"/> has it.</summary>
    public void CrashSilo(SimulatedSilo silo)
    {
        silo.Silo.Crash();
        Suspect(silo);
    }

    /// <summary>Cuts the links between two sides. Both still reach the membership, where one side may come to be declared dead.</summary>
    public void Partition(IEnumerable<SimulatedSilo> side, IEnumerable<SimulatedSilo> otherSide)
    {
        var others = otherSide.ToArray();
        var these = side.ToArray();
        foreach (var one in these)
            foreach (var other in others) _driver.Network.Cut(one.Address, other.Address);
        foreach (var silo in these.Concat(others)) Suspect(silo);
    }

    /// <summary>Cuts a silo off from all others, from clients and from the membership: it does not learn that it is declared dead.</summary>
    public void Isolate(SimulatedSilo silo)
    {
        _driver.Network.Isolate(silo.Address);
        Suspect(silo);
    }

    /// <summary>Mends all links. Silos that were declared dead meanwhile learn it and end.</summary>
    public void Heal()
    {
        _driver.Network.Heal();
        foreach (var silo in _silos.Where(silo => silo.IsAlive)) _driver.Publish(silo.Silo, _fabric.Membership.Current);
    }

    /// <summary>Makes every turn of a silo wait; <see cref="TimeSpan.Zero"/> ends that.</summary>
    public void SlowDown(SimulatedSilo silo, TimeSpan perTurn) => _driver.SlowDown(silo.Address, perTurn);

    private async Task<SimulatedSilo> StartAsync(Action<ISiloBuilder> configure, int instance)
    {
        var services = NewServices();
        services.Configure<EndpointOptions>(options => options.AdvertisedIPAddress = new IPAddress([10, 0, (byte)(instance / 250), (byte)((instance % 250) + 1)]));
        services.Configure<SiloOptions>(options => options.SiloName = $"silo-{instance}");
        configure(SiloBuilder.For(services, null));
        if (services.FirstOrDefault(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType != typeof(SiloHostedService)) is { } hosted)
            throw new NotSupportedException(
                $"A simulated silo has no host to run {hosted.ImplementationType?.Name ?? "a hosted service"}. Expected an ILifecycleParticipant<ISiloLifecycle>.");
        var silo = new SimulatedSilo(services.BuildServiceProvider(), instance, configure);
        silo.Services.GetService<IStartupValidator>()?.Validate();
        _silos.Add(silo);
        await silo.RunAsync(() => silo.Services.GetRequiredService<SiloLifecycle>().StartAsync(CancellationToken.None));
        return silo;
    }

    // Stands for the probes of the others: when they would have given the silo up, those that can't reach it vote.
    private void Suspect(SimulatedSilo silo)
    {
        var delay = FailureDetection.Delay(silo.Services, _driver);
        if (delay == Timeout.InfiniteTimeSpan) return;
        _events.Post(delay, "suspect", silo.Address.GetConsistentHashCode(), () =>
        {
            var others = _silos.Where(other => other != silo && other.IsAlive && !IsDeclaredDead(other)).ToArray();
            var accusers = others.Count(other => !_driver.Network.IsIsolated(other.Address)
                && (!silo.IsAlive || !_driver.Network.Reaches(other.Address, silo.Address)));
            // Orleans asks for two votes, or one where there is only one other.
            if (others.Length == 0 ? !silo.IsAlive : accusers >= Math.Min(2, others.Length)) _fabric.Membership.DeclareDead(silo.Address);
        });
    }

    private bool IsDeclaredDead(SimulatedSilo silo) => _fabric.Membership.Current.GetSiloStatus(silo.Address) == SiloStatus.Dead;
}
