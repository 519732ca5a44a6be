using OrleansInference.Ensembles;
using OrleansInference.Protocol;

namespace OrleansInference.FrontDoors;

/// <summary>Triton's message of an ensemble's steps.</summary>
internal static class EnsembleMessage
{
    private const long Latest = -1;

    public static ModelEnsembling Of(EnsembleSpec ensemble) => new() { Step = { ensemble.Steps.Select(Of) } };

    private static ModelEnsembling.Types.Step Of(EnsembleStep step)
    {
        var message = new ModelEnsembling.Types.Step { ModelName = step.Model, ModelVersion = step.Version ?? Latest };
        foreach (var (input, tensor) in step.Inputs)
            message.InputMap[input] = tensor;
        foreach (var (output, tensor) in step.Outputs)
            message.OutputMap[output] = tensor;
        return message;
    }
}
