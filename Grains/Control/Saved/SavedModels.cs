using OrleansInference.SavedState;

namespace OrleansInference.Control.Saved;

/// <summary>What was loaded and unloaded by call.</summary>
internal sealed class SavedModels
{
    public const string Name = "models";

    public static DocumentFormat<SavedModels> Format { get; } = new(ModelsJson.Default.SavedModels);

    public SavedModel[] Models { get; set; } = [];
}
