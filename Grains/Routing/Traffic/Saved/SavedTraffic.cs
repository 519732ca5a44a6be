using OrleansInference.SavedState;

namespace OrleansInference.Routing.Traffic.Saved;

/// <summary>A <see cref="ModelTraffic"/> as it is stored.</summary>
internal sealed class SavedTraffic
{
    public static DocumentFormat<SavedTraffic> Format { get; } = new(TrafficJson.Default.SavedTraffic);

    public long Stamp { get; set; }

    public SavedTrafficSpec Spec { get; set; } = new();

    public SavedTrafficSpec Before { get; set; } = new();

    public static string NameOf(string model) => $"traffic.{model}";

    public static SavedTraffic Of(ModelTraffic traffic) =>
        new() { Stamp = traffic.Stamp, Spec = SavedTrafficSpec.Of(traffic.Spec), Before = SavedTrafficSpec.Of(traffic.Before) };

    /// <exception cref="FormatException">It was changed by hand to something that can't be.</exception>
    public ModelTraffic ToTraffic() => new() { Stamp = Stamp, Spec = Spec.ToSpec(), Before = Before.ToSpec() };
}
