using System.Collections.Immutable;
using OrleansInference.Ensembles;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Placement;

namespace OrleansInference.Control;

/// <summary>Loads and unloads models on one silo; keyed by the silo's address and placed there.</summary>
/// <remarks>The engine's own time-out is set out of the way where a call lasts as long as a disk or a model needs.</remarks>
[Alias("oi.IModelControlGrain")]
public interface IModelControlGrain : IGrainWithStringKey
{
    /// <summary>Reads the repository and begins to load what is wanted; returns before it is loaded.</summary>
    [Alias("Start"), ResponseTimeout("1.00:00:00")]
    Task Start();

    /// <summary>
    /// Loads or reloads a model, and returns once it is in service; the fault says why it is not. What was in service before stays then.
    /// </summary>
    [Alias("Load"), ResponseTimeout("1.00:00:00")]
    Task<InferenceFault?> Load(WantedModel wanted);

    /// <summary>Takes a model out of service, and returns once its requests have ended and its memory is free.</summary>
    [Alias("Unload"), ResponseTimeout("1.00:00:00")]
    Task<InferenceFault?> Unload(WantedModel unwanted);

    /// <summary>
    /// Sets how many replicas this silo keeps of a version that it serves, from 0; returns before they are loaded, and what comes of that is in the reports of the
    /// version's pool. The same size again changes nothing. It outlasts reloads of the version, and ends with its unloading. The fault says why it can't be set.
    /// </summary>
    [Alias("Resize")]
    Task<InferenceFault?> Resize(ModelVersion model, int replicas);

    /// <summary>What was asked for so far.</summary>
    [Alias("Wanted")]
    Task<ImmutableArray<WantedModel>> Wanted();

    /// <summary>Versions that this silo, a worker, was to serve and can't.</summary>
    [Alias("Failures")]
    Task<ImmutableArray<UnservedVersion>> Failures();

    /// <summary>What the silo is for.</summary>
    [Alias("Roles")]
    Task<SiloRoles> Roles();

    /// <summary>Looks at the repository again, so that the catalog lists what is new in it.</summary>
    [Alias("Look"), ResponseTimeout("1.00:00:00")]
    Task Look();

    /// <summary>What the ensembles that this silo has in service have done on it.</summary>
    [Alias("Ensembles")]
    Task<ImmutableArray<EnsembleTotals>> Ensembles();

    /// <summary>Drains every pool of the silo.</summary>
    [Alias("Stop"), ResponseTimeout("1.00:00:00")]
    Task Stop();
}
