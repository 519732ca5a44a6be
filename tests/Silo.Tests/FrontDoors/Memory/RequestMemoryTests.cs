using System.Runtime.InteropServices;

namespace OrleansInference.FrontDoors.Memory;

public sealed class RequestMemoryTests
{
    private readonly AlignedBufferPool _pool = new();

    [Theory]
    [InlineData(1, 3, 100_000)]
    [InlineData(16_384, 1, 1)]
    [InlineData(63, 20_000_000, 65)]
    public void Every_piece_starts_on_a_boundary_and_overlaps_no_other(params int[] sizes)
    {
        var memory = new RequestMemory(_pool);

        var pieces = sizes.Select(memory.Allocate).ToArray();

        for (var i = 0; i < pieces.Length; i++)
            pieces[i].Span.Fill((byte)(i + 1));
        for (var i = 0; i < pieces.Length; i++)
        {
            Assert.Equal(sizes[i], pieces[i].Length);
            Assert.Equal(-1, pieces[i].Span.IndexOfAnyExcept((byte)(i + 1)));
            Assert.Equal(0, AddressOf(pieces[i]) % AlignedBufferPool.Alignment);
        }
    }

    [Fact]
    public void Growing_keeps_what_was_written_and_stays_within_the_limit()
    {
        var memory = new RequestMemory(_pool);
        var piece = memory.Allocate(5000);
        piece.Span.Fill(7);

        var grown = memory.Grow(piece, 5000, 6000);

        Assert.Equal(6000, grown.Length);
        Assert.Equal(-1, grown.Span[..5000].IndexOfAnyExcept((byte)7));
    }

    [Fact]
    public void What_was_returned_is_handed_out_again_and_what_was_not_never()
    {
        var (kept, returned) = (new RequestMemory(_pool), new RequestMemory(_pool));
        var (keptArray, returnedArray) = (ArrayOf(kept.Allocate(10)), ArrayOf(returned.Allocate(10)));

        returned.Return();

        Assert.Same(returnedArray, _pool.Rent(10));
        Assert.NotSame(keptArray, _pool.Rent(10));
    }

    [Fact]
    public void The_pool_keeps_a_bounded_number_and_nothing_very_large()
    {
        var small = Enumerable.Range(0, 2000).Select(_ => _pool.Rent(1)).ToHashSet();
        var large = _pool.Rent(20_000_000);
        foreach (var array in small)
            _pool.Return(array);
        _pool.Return(large);

        Assert.Equal(512, Enumerable.Range(0, 2000).Count(_ => small.Contains(_pool.Rent(1))));
        Assert.NotSame(large, _pool.Rent(20_000_000));
    }

    private static byte[] ArrayOf(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) ? segment.Array! : throw new ArgumentException("not an array");

    private static unsafe nint AddressOf(Memory<byte> memory)
    {
        using var pin = memory.Pin();
        return (nint)pin.Pointer;
    }
}
