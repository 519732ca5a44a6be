using OrleansInference.Work;

namespace OrleansInference.Replicas;

/// <summary>
/// What requests of different length cost together, each padded to the longest. Inputs that are not padded count as if they were: they are small
/// beside those that are, and so no bound is passed.
/// </summary>
internal readonly struct PaddedBatch
{
    private readonly double _elementsPerLength;
    private readonly double _squaresPerLength;
    private readonly long _bytesPerLength;
    private readonly long _length;

    public PaddedBatch(PendingRequest first) : this(default, first) { }

    private PaddedBatch(in PaddedBatch others, PendingRequest added)
    {
        double length = Math.Max(1, added.Length);
        _elementsPerLength = others._elementsPerLength + (added.Work.Elements / length);
        _squaresPerLength = others._squaresPerLength + (added.Work.SquaredLengths / (length * length));
        _bytesPerLength = others._bytesPerLength + (long)Math.Ceiling(added.Bytes / length);
        _length = Math.Max(others._length, added.Length);
        Items = others.Items + added.Items;
        OwnElements = others.OwnElements + added.Work.Elements;
    }

    public int Items { get; }

    /// <summary>Elements without the padding.</summary>
    public double OwnElements { get; }

    public long Bytes => _bytesPerLength * _length;

    public WorkFeatures Work => new(Items, _elementsPerLength * _length, _squaresPerLength * _length * _length);

    public PaddedBatch With(PendingRequest added) => new(this, added);
}
