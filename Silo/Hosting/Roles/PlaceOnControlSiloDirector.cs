using Orleans.Runtime.Placement;
using OrleansInference.Placement;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Hosting.Roles;

/// <summary>
/// Places by rendezvous hashing (Thaler and Ravishankar 1998): every silo would pick the same of the same silos, and one that goes takes only its own grains with it.
/// </summary>
internal sealed partial class PlaceOnControlSiloDirector(ClusterRoles roles, TimeProvider time, ILogger<PlaceOnControlSiloDirector> logger) : IPlacementDirector
{
    /// <summary>A silo that has just joined says within milliseconds what it is for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private int _isWithout;

    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        return TryPick(target.GrainIdentity, silos, out var picked) ? Task.FromResult(picked) : WaitForRoles(target, context);
    }

    /// <summary>A grain that is placed before the roles are known may come to a silo that is not meant for it, and would soon have to leave.</summary>
    private async Task<SiloAddress> WaitForRoles(PlacementTarget target, IPlacementContext context)
    {
        SiloAddress? picked;
        SiloAddress[] silos;
        for (var began = time.GetTimestamp(); !TryPick(target.GrainIdentity, silos = context.GetCompatibleSilos(target), out picked);)
        {
            if (time.GetElapsedTime(began) >= Patience) return Fallback(target.GrainIdentity, silos);
            await Task.Delay(LookInterval, time);
        }
        return picked;
    }

    /// <summary>False where no control silo is known, and a silo may still turn out to be one.</summary>
    private bool TryPick(GrainId grain, SiloAddress[] silos, out SiloAddress picked)
    {
        var known = Array.ConvertAll(silos, roles.Of);
        var control = silos.Where((_, index) => known[index] is { } silo && silo.HasFlag(SiloRoles.Control)).ToArray();
        var isDecided = control.Length > 0 || Array.TrueForAll(known, static silo => silo is not null);
        picked = control.Length > 0 ? Pick(grain, control) : isDecided ? Fallback(grain, silos) : SiloAddress.Zero;
        if (control.Length > 0) Volatile.Write(ref _isWithout, 0);
        return isDecided;
    }

    private SiloAddress Fallback(GrainId grain, SiloAddress[] silos)
    {
        if (Interlocked.Exchange(ref _isWithout, 1) == 0) LogWithout(grain);
        return Pick(grain, silos);
    }

    /// <param name="silos">At least one.</param>
    internal static SiloAddress Pick(GrainId grain, SiloAddress[] silos)
    {
        var key = KeyHash.Of(grain.ToString());
        return silos.MaxBy(silo => KeyHash.Combine(key, KeyHash.Of(silo.ToParsableString())))!;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo with the role control is known: {Grain}, and others like it, are placed on any silo until one joins")]
    private partial void LogWithout(GrainId grain);
}
