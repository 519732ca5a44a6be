namespace OrleansInference.Control.Saved;

/// <summary>A <see cref="WantedModel"/> as it is stored.</summary>
internal sealed class SavedModel
{
    public string Model { get; set; } = "";

    public bool Wanted { get; set; }

    public long Stamp { get; set; }

    /// <summary>As JSON in a text, as it came.</summary>
    public string? Config { get; set; }

    public bool Dependent { get; set; }

    public bool UnloadDependents { get; set; }

    public static SavedModel Of(WantedModel model) => new()
    {
        Model = model.Model, Wanted = model.IsWanted, Stamp = model.Stamp, Config = model.Config, Dependent = model.IsDependent, UnloadDependents = model.UnloadDependents,
    };

    /// <exception cref="FormatException">It was changed by hand to something that can't be.</exception>
    public WantedModel ToWanted() => Model.Length == 0
        ? throw new FormatException("a model has no name")
        : new WantedModel { Model = Model, IsWanted = Wanted, Stamp = Stamp, Config = Config, IsDependent = Dependent, UnloadDependents = UnloadDependents };
}
