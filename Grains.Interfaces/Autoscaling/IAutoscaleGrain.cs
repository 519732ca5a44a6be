using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>One for each cluster, with the key 0: turns what routers and silos tell into numbers of replicas and silos.</summary>
[Alias("oi.IAutoscaleGrain")]
public interface IAutoscaleGrain : IGrainWithIntegerKey
{
    /// <summary>Takes what a silo has; returns what operators have set, for the silo to keep.</summary>
    [Alias("Report")]
    Task<ImmutableArray<ScalingOverride>> Report(SiloReport report);

    /// <summary>
    /// How many replicas of a version a silo is to begin with: 0 where others serve it, for the next plan places what is wanted; else null, for as many as are configured.
    /// A silo that comes must not load everything before it can load what it has come for.
    /// </summary>
    [Alias("Begin")]
    Task<int?> Begin(SiloAddress silo, ModelVersion model);

    /// <summary>Requests wait for a version that has no replica.</summary>
    [Alias("Wake")]
    Task Wake(ModelVersion model);

    [Alias("Status")]
    Task<AutoscalerStatus> Status();

    /// <summary>Sets what an operator wants; its stamp is set here. Returns why it can't be, or null.</summary>
    [Alias("Set")]
    Task<string?> Set(ScalingOverride change);

    /// <summary>What would be decided now for a version under another spec; null where the version is not known. Changes nothing.</summary>
    [Alias("WhatIf")]
    Task<VersionScaling?> WhatIf(ModelVersion model, ScalingSpec spec);
}
