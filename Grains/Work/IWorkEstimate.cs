namespace OrleansInference.Work;

/// <summary>Says what a batch will cost.</summary>
internal interface IWorkEstimate
{
    /// <summary>Whether anything is known.</summary>
    bool HasLearned { get; }

    /// <summary>In seconds of one replica, never negative; 0 before anything was learned.</summary>
    double Estimate(in WorkFeatures batch);
}
