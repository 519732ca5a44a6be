using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>An autoscale grain whose answers a test writes; where it writes none, there is none.</summary>
internal sealed class FakeAutoscaleGrain : IAutoscaleGrain
{
    public Task<AutoscalerStatus> StatusAnswer { get; set; } = Never<AutoscalerStatus>();

    public Task<string?> SetAnswer { get; set; } = Never<string?>();

    public Task<VersionScaling?> WhatIfAnswer { get; set; } = Never<VersionScaling?>();

    public Task<ImmutableArray<ScalingOverride>> ReportAnswer { get; set; } = Never<ImmutableArray<ScalingOverride>>();

    public List<ScalingOverride> Changes { get; } = [];

    public List<SiloReport> Reports { get; } = [];

    public Task<AutoscalerStatus> Status() => StatusAnswer;

    public Task<string?> Set(ScalingOverride change)
    {
        Changes.Add(change);
        return SetAnswer;
    }

    public Task<VersionScaling?> WhatIf(ModelVersion model, ScalingSpec spec) => WhatIfAnswer;

    public Task<ImmutableArray<ScalingOverride>> Report(SiloReport report)
    {
        Reports.Add(report);
        return ReportAnswer;
    }

    public Task<int?> Begin(SiloAddress silo, ModelVersion model) => throw new NotSupportedException();

    public Task Wake(ModelVersion model) => throw new NotSupportedException();

    private static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;
}
