namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>What keeps a number of pods.</summary>
internal enum WorkloadKind
{
    /// <summary>Its pods have numbers, and the one with the highest goes first.</summary>
    StatefulSet,

    /// <summary>Its pods are alike; which goes first can be said with an annotation.</summary>
    Deployment,
}
