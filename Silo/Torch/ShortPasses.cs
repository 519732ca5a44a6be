namespace OrleansInference.Torch;

/// <summary>
/// Tells which forward passes of a model are so short that handing them to the model's thread, and their outcome back, would take as long:
/// two threads are woken, 20 µs and more (<c>bench/Steps</c>). Passes of one model at a time.
/// </summary>
internal sealed class ShortPasses
{
    /// <summary>A grain turn that takes so long holds nobody up.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMicroseconds(100);

    private long _bytes = -1;

    /// <summary>Whether a pass over inputs of that size was short when there was last one of at least that size.</summary>
    public bool Has(long bytes) => bytes <= _bytes;

    /// <summary>Learns from a pass.</summary>
    public void Add(long bytes, TimeSpan time)
    {
        if (time > Longest)
            _bytes = Math.Min(_bytes, bytes - 1);
        else
            _bytes = Math.Max(_bytes, bytes);
    }
}
