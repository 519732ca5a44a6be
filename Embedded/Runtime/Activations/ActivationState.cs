namespace OrleansInference.Embedded;

/// <summary>Where an activation is in its life.</summary>
internal enum ActivationState
{
    Activating,
    Valid,
    Deactivating,
    Invalid,
}
