using OrleansInference.SavedState;

namespace OrleansInference.Autoscaling.Saved;

/// <summary>What the autoscaler stores: what operators have set, and how many replicas it wanted.</summary>
internal sealed class SavedScaling
{
    public const string Name = "autoscaler";

    public static DocumentFormat<SavedScaling> Format { get; } = new(ScalingJson.Default.SavedScaling);

    public SavedOverride[] Overrides { get; set; } = [];

    public SavedSize[] Sizes { get; set; } = [];
}
