namespace OrleansInference.Bench;

/// <summary>Requests of two lengths. One takes <see cref="SecondsPerElement"/> for each of its elements, which nobody tells the server.</summary>
/// <param name="ShortElements">Of most requests.</param>
/// <param name="LongElements">Of the others.</param>
/// <param name="LongShare">Of requests that are long, from 0 to 1.</param>
internal sealed record RequestMix(int ShortElements, int LongElements, double LongShare)
{
    public const double SecondsPerElement = 0.001;

    /// <summary>10 ms, and 100 ms for one in ten.</summary>
    public static readonly RequestMix OneInTen = new(10, 100, 0.1);

    /// <summary>10 ms each.</summary>
    public static readonly RequestMix Short = new(10, 10, 0);

    /// <summary>20 ms each: what is offered too much of should not gain by leaving out the long ones.</summary>
    public static readonly RequestMix Even = new(20, 20, 0);

    /// <summary>Of one replica.</summary>
    public double MeanSeconds => ((ShortElements * (1 - LongShare)) + (LongElements * LongShare)) * SecondsPerElement;

    /// <summary>What so many replicas can do at most, in requests a second.</summary>
    public double Capacity(int replicas) => replicas / MeanSeconds;
}
