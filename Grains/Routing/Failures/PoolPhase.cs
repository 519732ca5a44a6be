namespace OrleansInference.Routing.Failures;

/// <summary>How far a dispatcher trusts a pool.</summary>
internal enum PoolPhase
{
    /// <summary>It takes its share.</summary>
    Full,

    /// <summary>It takes nothing.</summary>
    Ejected,

    /// <summary>It takes one request at a time, until enough have succeeded.</summary>
    Probation,
}
