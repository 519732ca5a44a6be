using OrleansInference.Client;
using OrleansInference.Models;

namespace OrleansInference.Cli.Output;

/// <summary>The output whose largest elements are a model's answer.</summary>
/// <param name="Name">The output.</param>
/// <param name="Classes">Its number of classes; 1 where it is unknown or over <see cref="MostClasses"/>.</param>
internal sealed record ClassOutput(string Name, int Classes)
{
    private const int MostClasses = 1000;
    private const string Preferred = "probabilities";

    // A thousand values, each printed to six digits, are off by 1e-3 at most.
    private const double Tolerance = 1e-3;

    /// <summary>The one of type FP32 or FP64 and shape [batch, classes]; of several, the one named <c>probabilities</c>, else the first.</summary>
    public static ClassOutput? Find(ModelMetadata model)
    {
        var candidates = model.Outputs.Where(IsClasses).ToList();
        if ((candidates.Find(output => output.Name == Preferred) ?? candidates.FirstOrDefault()) is not { } found)
            return null;
        var classes = found.Shape[1];
        return new ClassOutput(found.Name, classes is > 0 and <= MostClasses ? (int)classes : 1);
    }

    /// <summary>Whether <paramref name="classes"/> are a whole distribution: none negative, sum 1. Only then are they printed as per cent.</summary>
    public bool AreProbabilities(IReadOnlyCollection<Classification> classes) =>
        classes.Count >= Classes && classes.All(item => item.Value >= 0) && Math.Abs(classes.Sum(item => item.Value) - 1) <= Tolerance;

    private static bool IsClasses(TensorSpec output) =>
        output.DataType is TensorDataType.Fp32 or TensorDataType.Fp64 && output.Shape is [-1 or 1, not 0];
}
