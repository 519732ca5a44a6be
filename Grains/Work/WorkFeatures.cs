using OrleansInference.Inference;

namespace OrleansInference.Work;

/// <summary>
/// What the cost of a request or a batch depends on. Of a batch it is the sum over its requests, each as it runs: padded, where the
/// batch pads.
/// </summary>
/// <param name="Items">Length of the batch dimension.</param>
/// <param name="Elements">Elements of all inputs together.</param>
/// <param name="SquaredLengths">
/// The sum over items of length², where length is the elements of one item of its largest input. For text of shape [batch, length] that
/// is the term by which attention grows.
/// </param>
internal readonly record struct WorkFeatures(double Items, double Elements, double SquaredLengths)
{
    public static WorkFeatures operator +(in WorkFeatures left, in WorkFeatures right) =>
        new(left.Items + right.Items, left.Elements + right.Elements, left.SquaredLengths + right.SquaredLengths);

    /// <summary>In seconds of one replica, as one pass.</summary>
    public double Seconds(in WorkCoefficients cost) =>
        cost.Base + (cost.PerItem * Items) + (cost.PerElement * Elements) + (cost.PerSquaredLength * SquaredLengths);

    /// <param name="request">As it came.</param>
    /// <param name="batches">Whether the first dimension of its inputs counts items; else the request is one item.</param>
    public static WorkFeatures Of(InferenceRequest request, bool batches = true)
    {
        var items = batches && request.Inputs is [{ Shape: [var first, ..] }, ..] ? first : 1.0;
        var (elements, longest) = (0.0, 0.0);
        foreach (var input in request.Inputs)
        {
            var length = 1.0;
            for (var dimension = batches ? 1 : 0; dimension < input.Shape.Length; dimension++) length *= input.Shape[dimension];
            elements += items * length;
            longest = Math.Max(longest, length);
        }
        return new WorkFeatures(items, elements, items * longest * longest);
    }
}
