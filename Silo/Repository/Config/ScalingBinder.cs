using OrleansInference.Autoscaling;

namespace OrleansInference.Repository.Config;

/// <summary>Binds the parameter <c>SCALING</c>, which Triton has not (<see cref="ScalingText"/>), over what the settings say of every model.</summary>
internal sealed class ScalingBinder(AutoscalerOptions options)
{
    private const string Key = "SCALING";

    /// <summary>A model that is not scaled though others are.</summary>
    private const string None = "none";

    /// <summary>What a model gets that says nothing of it.</summary>
    public ScalingSpec? Default => options.Enabled ? options.ToSpec() : null;

    /// <summary>Null where the model is not scaled.</summary>
    public ScalingSpec? Bind(ModelParameters parameters)
    {
        if (!parameters.Texts.TryGetValue(Key, out var text)) return Default;
        if (text.Trim() == None) return null;
        var (spec, problems) = ScalingText.Read(text, options.ToSpec());
        foreach (var problem in problems) parameters.Problem(Key, problem);
        return spec;
    }

    /// <summary>An ensemble has no replicas.</summary>
    public static void Refuse(ModelParameters parameters)
    {
        if (parameters.Texts.ContainsKey(Key)) parameters.Problem(Key, "is not for an ensemble: say it of the models of its steps");
    }
}
