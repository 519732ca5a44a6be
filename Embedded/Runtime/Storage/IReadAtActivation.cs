namespace OrleansInference.Embedded;

/// <summary>A state that is read before its grain activates; where it can't be, the grain can't activate.</summary>
internal interface IReadAtActivation
{
    Task ReadStateAsync();
}
