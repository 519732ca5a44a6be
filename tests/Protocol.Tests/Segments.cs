using System.Buffers;

namespace OrleansInference.Tests.Protocol;

/// <summary>Sequences of several segments.</summary>
internal static class Segments
{
    /// <summary>The bytes, cut at these offsets (ascending; equal ones make empty segments).</summary>
    public static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> bytes, params ReadOnlySpan<int> cuts)
    {
        var first = new Segment(bytes[..(cuts.IsEmpty ? bytes.Length : cuts[0])], null);
        var last = first;
        for (var i = 0; i < cuts.Length; i++)
            last = new Segment(bytes[cuts[i]..(i + 1 < cuts.Length ? cuts[i + 1] : bytes.Length)], last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is null)
                return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
