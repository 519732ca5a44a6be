namespace OrleansInference.Routing.Failures;

/// <summary>Why a pool was ejected.</summary>
internal enum EjectionCause
{
    None,

    /// <summary>Faults or time-outs in a row.</summary>
    Faults,

    /// <summary>Answers far later, relative to their estimates, than the other pools'.</summary>
    Latency,
}
