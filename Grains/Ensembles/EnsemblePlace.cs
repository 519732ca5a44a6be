namespace OrleansInference.Ensembles;

/// <summary>What part of a configuration an <see cref="EnsembleProblem"/> is about.</summary>
internal enum EnsemblePlace
{
    /// <summary>An input of the ensemble.</summary>
    Input,

    /// <summary>An output of the ensemble.</summary>
    Output,

    /// <summary>A step as a whole.</summary>
    Step,

    /// <summary>An entry of a step's <c>input_map</c>.</summary>
    InputMap,

    /// <summary>An entry of a step's <c>output_map</c>.</summary>
    OutputMap,
}
