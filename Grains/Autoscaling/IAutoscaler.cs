using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>How front doors see and steer the cluster's autoscaler. One that does not answer in time is a fault, as is what it refuses.</summary>
public interface IAutoscaler
{
    /// <summary>Whether this server takes part in scaling. Where it does not, nothing else here is to be called.</summary>
    bool IsEnabled { get; }

    /// <summary>What it knows, wants and does; either the status or the fault is null.</summary>
    Task<(AutoscalerStatus? Status, InferenceFault? Fault)> StatusAsync(CancellationToken cancellationToken);

    /// <summary>Sets what an operator wants of a version, or of all; null once the autoscaler follows it. The stamp is set on the way.</summary>
    Task<InferenceFault?> SetAsync(ScalingOverride change, CancellationToken cancellationToken);

    /// <summary>What would be decided now for a version under another spec; changes nothing. Either of the two is null.</summary>
    Task<(VersionScaling? Scaling, InferenceFault? Fault)> WhatIfAsync(ModelVersion model, ScalingSpec spec, CancellationToken cancellationToken);
}
