namespace OrleansInference.Work;

/// <summary>What pools have learned of their costs, as their reports say it.</summary>
internal sealed class ReportedCost : IWorkEstimate
{
    /// <summary>Null before any pool has learned.</summary>
    public WorkCoefficients? Coefficients { get; set; }

    public bool HasLearned => Coefficients is not null;

    public double Estimate(in WorkFeatures batch) => Coefficients is { } known ? batch.Seconds(known) : 0;
}
