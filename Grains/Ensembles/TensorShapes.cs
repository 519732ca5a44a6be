using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Ensembles;

/// <summary>Shapes between models of which one batches and the other does not.</summary>
internal static class TensorShapes
{
    /// <summary>Whether two shapes can be the same; −1 is any size.</summary>
    public static bool Fit(ReadOnlySpan<long> left, ReadOnlySpan<long> right)
    {
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
            if (left[i] != right[i] && left[i] != -1 && right[i] != -1) return false;
        return true;
    }

    /// <summary>
    /// Triton's rule for a tensor of one model as another wants it: it gets a batch dimension of 1 where only that is missing, and loses one of 1 where
    /// only that is too much.
    /// </summary>
    /// <param name="shape">The tensor's.</param>
    /// <param name="isBatched">Whether its first dimension is the batch, for who made it.</param>
    /// <param name="wanted">What the other declares.</param>
    /// <param name="batches">Whether the first dimension is the batch for the other.</param>
    public static ImmutableArray<long> Convert(ImmutableArray<long> shape, bool isBatched, TensorSpec wanted, bool batches)
    {
        if (isBatched == batches || wanted.Shape.IsDefault) return shape;
        if (batches) return Fit(wanted.Shape.AsSpan()[1..], shape.AsSpan()) ? shape.Insert(0, 1) : shape;
        return shape is [1, ..] && !Fit(wanted.Shape.AsSpan(), shape.AsSpan()) ? shape.RemoveAt(0) : shape;
    }
}
