using OrleansInference.Models;

namespace OrleansInference.Autoscaling.Placement;

/// <summary>What a silo is to keep of a version.</summary>
/// <param name="Kept">What it keeps now.</param>
/// <param name="Replicas">What it is to keep.</param>
internal readonly record struct PlacementTarget(SiloAddress Silo, ModelVersion Model, int Kept, int Replicas)
{
    public bool Grows => Replicas > Kept;

    public bool Shrinks => Replicas < Kept;
}
