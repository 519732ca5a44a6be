namespace OrleansInference.Work;

/// <summary>A model's true cost, and batches of it with noise.</summary>
internal sealed record SimulatedCost(double Fixed, double PerItem, double PerElement, double PerSquare)
{
    private const int LargestBatch = 64;
    private const int LongestItem = 512;

    /// <summary>A program with one input of a fixed length, as of an image model: its items, elements and squares can't be told apart.</summary>
    public static SimulatedCost Affine(Random random) => new(Draw(random, 1e-5), Draw(random, 1e-5), 0, 0);

    /// <summary>Attention over texts of any length.</summary>
    public static SimulatedCost Quadratic(Random random) => new(Draw(random, 1e-4), Draw(random, 1e-4), Draw(random, 1e-6), Draw(random, 1e-8));

    public static WorkFeatures FixedLength(Random random) => Of(UpTo(LargestBatch, random), 784);

    public static WorkFeatures AnyLength(Random random) => Of(UpTo(LargestBatch, random), 15 + UpTo(LongestItem - 15, random));

    public static WorkFeatures Of(double items, double length) => new(items, items * length, items * length * length);

    public SimulatedCost Times(double factor) => new(factor * Fixed, factor * PerItem, factor * PerElement, factor * PerSquare);

    public double Seconds(WorkFeatures batch) =>
        Fixed + (PerItem * batch.Items) + (PerElement * batch.Elements) + (PerSquare * batch.SquaredLengths);

    public double Noisy(WorkFeatures batch, Random random, double noise = 0.2) => Seconds(batch) * Math.Max(0.05, 1 + (noise * Normal(random)));

    /// <summary>|estimate − truth| / truth.</summary>
    public double ErrorOf(CostModel model, WorkFeatures batch) => Math.Abs(model.Estimate(batch) - Seconds(batch)) / Seconds(batch);

    private static double Draw(Random random, double middle) => middle * Math.Exp(1.5 * Normal(random));

    /// <summary>Every power of two is as likely as the next.</summary>
    private static double UpTo(int most, Random random) => Math.Floor(Math.Pow(most, random.NextDouble()));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
