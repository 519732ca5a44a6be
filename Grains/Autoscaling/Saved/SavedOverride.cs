using OrleansInference.Models;

namespace OrleansInference.Autoscaling.Saved;

/// <summary>A <see cref="ScalingOverride"/> as it is stored.</summary>
internal sealed class SavedOverride
{
    /// <summary><c>model/version</c>; null for the whole autoscaler.</summary>
    public string? Model { get; set; }

    public long Stamp { get; set; }

    public bool Paused { get; set; }

    public int? Pinned { get; set; }

    public static SavedOverride Of(ScalingOverride set) => new() { Model = set.Model?.ToString(), Stamp = set.Stamp, Paused = set.IsPaused, Pinned = set.Pinned };

    /// <exception cref="FormatException">It was changed by hand to something that can't be.</exception>
    public ScalingOverride ToOverride() => Pinned < 0
        ? throw new FormatException($"{Model} is pinned at {Pinned}; allowed: 0 or more")
        : new ScalingOverride { Model = Model is null ? null : ModelVersion.Parse(Model), Stamp = Stamp, IsPaused = Paused, Pinned = Pinned };
}
