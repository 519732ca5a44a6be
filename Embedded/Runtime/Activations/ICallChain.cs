namespace OrleansInference.Embedded;

/// <summary>What an activation knows of the call chains that may re-enter it.</summary>
internal interface ICallChain
{
    /// <summary>From the driver's randomness, so that a simulation can be replayed.</summary>
    Guid NewId();

    void EnterReentrantSection(Guid id);

    void ExitReentrantSection(Guid id);
}
