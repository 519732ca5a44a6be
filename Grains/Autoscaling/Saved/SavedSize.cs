using OrleansInference.Models;

namespace OrleansInference.Autoscaling.Saved;

/// <summary>How many replicas of a version were wanted.</summary>
internal sealed class SavedSize
{
    /// <summary><c>model/version</c>.</summary>
    public string Model { get; set; } = "";

    public int Replicas { get; set; }

    /// <exception cref="FormatException">It was changed by hand to something that can't be.</exception>
    public (ModelVersion Model, int Replicas) Parsed() =>
        Replicas < 0 ? throw new FormatException($"{Replicas} replicas of {Model} were wanted; allowed: 0 or more") : (ModelVersion.Parse(Model), Replicas);
}
