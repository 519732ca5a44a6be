namespace OrleansInference.Drills.Load;

/// <summary>How a request ended: exactly one for each.</summary>
internal enum RequestEnd
{
    /// <summary>With the right answer, at the first door or at the second one.</summary>
    Answered,

    /// <summary>With an error that a silo told, or with an answer that is wrong.</summary>
    Failed,

    /// <summary>Its connection broke, and there was no other door to ask.</summary>
    Lost,

    /// <summary>Not at all, five seconds after its deadline.</summary>
    Stuck,
}
