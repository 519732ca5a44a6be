using System.Diagnostics.CodeAnalysis;
using Orleans.GrainDirectory;
using Orleans.Metadata;
using Orleans.Runtime.GrainDirectory;
using OrleansInference.Placement;

namespace OrleansInference.Hosting.Clustering;

/// <summary>
/// The directory of grains that are in none. That their strategy says so (<see cref="PlacementStrategy.IsUsingGrainDirectory"/>) keeps their activations out of the default
/// directory, but a silo that calls one for the first time asks it all the same, and the part that would know may be on any silo. Where that one has been killed, calls to living
/// silos fail until it is declared dead. Here the answer is at hand: placement follows, which reads the silo from the key, and is cached.
/// </summary>
internal sealed class NoGrainDirectory : IGrainDirectory, IGrainDirectoryResolver
{
    private const string StatelessWorkers = "StatelessWorkerPlacement"; // Orleans' own type is internal

    public bool TryResolveGrainDirectory(GrainType grainType, GrainProperties? properties, [NotNullWhen(true)] out IGrainDirectory? grainDirectory)
    {
        var isPlaced = properties is not null && properties.Properties.TryGetValue(WellKnownGrainTypeProperties.PlacementStrategy, out var strategy)
            && strategy is nameof(PlaceOnSiloStrategy) or StatelessWorkers;
        grainDirectory = isPlaced ? this : null;
        return isPlaced;
    }

    public Task<GrainAddress?> Lookup(GrainId grainId) => Task.FromResult<GrainAddress?>(null);

    public Task<GrainAddress?> Register(GrainAddress address) => Task.FromResult<GrainAddress?>(address);

    public Task Unregister(GrainAddress address) => Task.CompletedTask;

    public Task UnregisterSilos(List<SiloAddress> siloAddresses) => Task.CompletedTask;
}
