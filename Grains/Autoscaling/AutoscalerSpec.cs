namespace OrleansInference.Autoscaling;

/// <summary>How this silo takes part in scaling.</summary>
public sealed record AutoscalerSpec
{
    /// <summary>Whether replicas follow the load; else each silo keeps what configurations say. Default: no.</summary>
    public bool IsEnabled { get; init; }
}
