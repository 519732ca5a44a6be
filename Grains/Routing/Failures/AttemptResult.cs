namespace OrleansInference.Routing.Failures;

/// <summary>What an attempt tells of its pool.</summary>
internal enum AttemptResult
{
    /// <summary>Nothing: handed back, cancelled, the request's or the model's own fault.</summary>
    Neutral,

    /// <summary>It answered with a response.</summary>
    Success,

    /// <summary>The pool could not run the request.</summary>
    Fault,

    /// <summary>The call broke. What became of the request nobody knows, nor whether the pool lives.</summary>
    Lost,

    /// <summary>It was given up at its <see cref="AttemptLimit"/>.</summary>
    TimedOut,
}
