namespace OrleansInference.Models;

/// <summary>Where the elements of a <see cref="WarmUpInput"/> come from.</summary>
public enum WarmUpSource
{
    Zero,
    Random,
    File,
}
