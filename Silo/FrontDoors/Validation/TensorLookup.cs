using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Validation;

/// <summary>By name, in the few tensors that a model has: a scan is faster than a dictionary, and allocates nothing.</summary>
internal static class TensorLookup
{
    public static TensorSpec? Find(this ImmutableArray<TensorSpec> specs, string name)
    {
        foreach (var spec in specs)
            if (spec.Name == name)
                return spec;
        return null;
    }

    public static InferenceTensor? Find(this ImmutableArray<InferenceTensor> tensors, string name)
    {
        foreach (var tensor in tensors)
            if (tensor.Name == name)
                return tensor;
        return null;
    }
}
