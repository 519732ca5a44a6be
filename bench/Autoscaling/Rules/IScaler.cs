namespace OrleansInference.Bench;

/// <summary>A rule that says how many replicas there are to be. Remembers what it has seen: one for each run.</summary>
internal interface IScaler
{
    string Name { get; }

    /// <summary>How often it is asked; whole seconds.</summary>
    TimeSpan Period { get; }

    /// <summary>How many replicas there are to be, ready or loading.</summary>
    int Decide(in Observation seen);
}
