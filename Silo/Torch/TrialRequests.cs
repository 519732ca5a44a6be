using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Repository.Config;

namespace OrleansInference.Torch;

/// <summary>Requests to try a program with: those of the configuration's warm-up, and made ones where the signature tells all shapes.</summary>
internal static class TrialRequests
{
    /// <summary>Of the warm-up, which may repeat one sample a thousand times.</summary>
    private const int MostWarmUps = 4;

    /// <summary>What is made for a dimension of any size: short for a text, little for a picture, but enough to be cut in halves a few times.</summary>
    private const int DynamicSize = 16;

    /// <summary>
    /// In the order of the signature's inputs; empty where nothing is known. A made one may be refused, such as for its length. On the CPU
    /// that is all; on CUDA an index out of range can end the device, so there nothing is made whose size is a guess.
    /// </summary>
    public static ImmutableArray<ImmutableArray<InferenceTensor>> Of(ModelSpec spec, TorchDevice device) =>
        [.. spec.WarmUp.Distinct().Take(MostWarmUps), .. device.IsCpu || CoverAllShapes(spec) ? Make(spec.DeclaredSignature) : []];

    /// <summary>
    /// Whether every shape that the program will see is like one of those: a layout that a program can't cope with shows at once, or not at
    /// all. So dimensions are fixed, but for the first one, which was tried with one item and with two.
    /// </summary>
    public static bool CoverAllShapes(ModelSpec spec) => spec.DeclaredSignature is { } signature
        && signature.Inputs.All(input => !input.Optional && !input.Shape.IsDefault && input.Shape.Skip(signature.MaxBatchSize > 0 ? 1 : 0).All(size => size > 0));

    private static IEnumerable<ImmutableArray<InferenceTensor>> Make(ModelSignature? signature)
    {
        var required = signature?.Inputs.Where(input => !input.Optional).ToArray() ?? [];
        if (required.Length == 0 || required.Any(input => input.Shape.IsDefault || input.DataType.ElementBytes() == 0))
            yield break;
        for (var items = 1; items <= Math.Clamp(signature!.MaxBatchSize, 1, 2); items++)
            if (TryMake(required, signature.MaxBatchSize > 0 ? items : null, out var request))
                yield return request;
    }

    private static bool TryMake(TensorSpec[] inputs, long? items, out ImmutableArray<InferenceTensor> request)
    {
        var tensors = ImmutableArray.CreateBuilder<InferenceTensor>(inputs.Length);
        foreach (var input in inputs)
        {
            ImmutableArray<long> shape = [.. input.Shape.Select((size, axis) => axis == 0 && items is { } count ? count : size < 0 ? DynamicSize : size)];
            if (!WarmUpData.TryCountElements(shape, out var elements))
                break;
            tensors.Add(new InferenceTensor { Name = input.Name, DataType = input.DataType, Shape = shape, Data = WarmUpData.Random(input.DataType, (int)elements) });
        }
        request = tensors.ToImmutable();
        return request.Length == inputs.Length;
    }
}
