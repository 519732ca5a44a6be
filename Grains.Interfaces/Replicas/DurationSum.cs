namespace OrleansInference.Replicas;

/// <summary>How often something happened, and how long it took in all.</summary>
[GenerateSerializer, Immutable, Alias("oi.DurationSum")]
public readonly record struct DurationSum([property: Id(0)] long Count, [property: Id(1)] TimeSpan Total)
{
    public static DurationSum operator +(DurationSum left, DurationSum right) => Add(left, right);

    public static DurationSum Add(DurationSum left, DurationSum right) => new(left.Count + right.Count, left.Total + right.Total);
}
