using OrleansInference.Inference;

namespace OrleansInference.FrontDoors.Validation;

/// <summary>What parameters of a requested output mean, the same for every door. Others are ignored, as in Triton.</summary>
internal static class OutputParameter
{
    /// <param name="label">Names the output in messages.</param>
    public static InferenceFault? Take(string label, string name, ParameterValue value, ref OutputRequest output)
    {
        switch (name)
        {
            case "binary_data" when value.Boolean is { } binary:
                output = output with { Binary = binary };
                return null;
            case "binary_data":
                return Faults.Invalid($"parameter 'binary_data' of {label}: expected true or false, got {value}");
            case "classification" when value.Integer is >= 0 and <= int.MaxValue:
                output = output with { Classes = (int)value.Integer };
                return null;
            case "classification":
                return Faults.Invalid(
                    $"parameter 'classification' of {label}: expected how many classes, an integer from 0 to {int.MaxValue}, got {value}");
            case "shared_memory_region":
                return Faults.Invalid($"{label}: shared memory is not supported; leave 'shared_memory_region' out");
            default:
                return null;
        }
    }
}
