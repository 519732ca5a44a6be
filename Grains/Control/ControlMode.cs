namespace OrleansInference.Control;

/// <summary>What decides which models are loaded.</summary>
public enum ControlMode
{
    /// <summary>All that the repository had at the start.</summary>
    None = 0,

    /// <summary>All that the repository has; it is looked at again and again.</summary>
    Poll = 1,

    /// <summary>What was asked for, at the start or since.</summary>
    Explicit = 2,
}
