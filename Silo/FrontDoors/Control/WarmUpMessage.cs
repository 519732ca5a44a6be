using OrleansInference.Models;
using OrleansInference.Protocol;

namespace OrleansInference.FrontDoors;

/// <summary>Triton's message of a warm-up sample.</summary>
internal static class WarmUpMessage
{
    public static ModelWarmup Of(WarmUpSample sample)
    {
        var message = new ModelWarmup { Name = sample.Name, BatchSize = (uint)sample.BatchSize, Count = (uint)sample.Count };
        foreach (var input in sample.Inputs)
            message.Inputs[input.Name] = Of(input);
        return message;
    }

    private static ModelWarmup.Types.Input Of(WarmUpInput input)
    {
        var message = new ModelWarmup.Types.Input { DataType = ConfigMessage.TypeOf(input.DataType), Dims = { input.Dims } };
        if (input.Source == WarmUpSource.Zero)
            message.ZeroData = true;
        else if (input.Source == WarmUpSource.Random)
            message.RandomData = true;
        else
            message.InputDataFile = input.File;
        return message;
    }
}
