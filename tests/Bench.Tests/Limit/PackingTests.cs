using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Bench.Limit;

public sealed class PackingTests
{
    private static readonly Workload Encoder = Workload.Find("encoder")!;

    public static TheoryData<int, bool> Sizes => new() { { 1, true }, { 8, true }, { 64, true }, { 3, false }, { 16, false } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Each_request_is_in_one_batch(int size, bool sorted)
    {
        var batches = (sorted ? Packing.Sorted(size) : Packing.InOrder(size)).Form(Encoder.Requests);
        Assert.Equal(64, batches.Sum(batch => batch.Items));
        Assert.All(batches, batch => Assert.InRange(batch.Items, 1, size));
        Assert.Equal(Encoder.Requests.Select(Length).Order(), batches.SelectMany(Lengths).Order());
    }

    [Fact]
    public void A_batch_is_as_wide_as_its_longest()
    {
        foreach (var batch in Packing.InOrder(16).Form(Encoder.Requests))
        {
            Assert.Equal<long>([batch.Items, Lengths(batch).Max()], batch.Inputs[0].Shape);
            Assert.Equal(batch.Inputs[0].Data.Length, batch.Items * Lengths(batch).Max() * sizeof(long));
        }
    }

    [Fact]
    public void Sorting_pads_less_than_arrival_order() =>
        Assert.True(Padded(Packing.Sorted(8)) < 0.8 * Padded(Packing.InOrder(8)), $"{Padded(Packing.Sorted(8))}, {Padded(Packing.InOrder(8))}");

    [Fact]
    public void A_budget_of_tokens_holds_with_the_padding()
    {
        var batches = Packing.SortedByElements(1024).Form(Encoder.Requests);
        Assert.All(batches, batch => Assert.InRange(batch.Inputs[0].Shape[0] * batch.Inputs[0].Shape[1], 1, 1024));
        Assert.Equal(64, batches.Sum(batch => batch.Items));
        Assert.True(batches[^1].Items > batches[0].Items);
    }

    [Fact]
    public void Padding_is_zeros_after_the_request()
    {
        var batch = Batch.Of([Inputs(16), Inputs(20)]);
        var bytes = batch.Inputs[0].Data.Span;
        Assert.True(bytes[..(16 * 8)].SequenceEqual(Inputs(16)[0].Data.Span));
        Assert.False(bytes[(16 * 8)..(20 * 8)].ContainsAnyExcept((byte)0));
        Assert.True(bytes[(20 * 8)..].SequenceEqual(Inputs(20)[0].Data.Span));
    }

    [Fact]
    public void Equal_requests_fill_a_batch()
    {
        var batch = Assert.Single(Packing.Equal(4).Form(Workload.Find("digits")!.Requests));
        Assert.Equal<long>([4, 1, 8, 8], batch.Inputs[0].Shape);
        Assert.Equal(4 * 64 * sizeof(float), batch.Inputs[0].Data.Length);
    }

    private static ImmutableArray<InferenceTensor> Inputs(int length) =>
        [TestTensor.Tokens("tokens", length, length, 100), TestTensor.Number("length", length)];

    private static long Padded(Packing packing) => packing.Form(Encoder.Requests).Sum(batch => batch.Inputs[0].Shape[0] * batch.Inputs[0].Shape[1]);

    private static long Length(ImmutableArray<InferenceTensor> request) => request[0].Shape[1];

    private static IEnumerable<long> Lengths(Batch batch) =>
        Enumerable.Range(0, batch.Items).Select(i => (long)BitConverter.ToInt32(batch.Inputs[1].Data.Span.Slice(i * sizeof(int), sizeof(int))));
}
