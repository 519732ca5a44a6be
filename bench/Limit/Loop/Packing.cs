using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Bench;

/// <summary>A way to form batches from requests that are all there.</summary>
/// <param name="Name">For people.</param>
/// <param name="MostItems">In a batch.</param>
/// <param name="MostElements">In a batch, padding included, of the first input.</param>
/// <param name="IsSorted">By length, the longest first; else as they come.</param>
internal sealed record Packing(string Name, int MostItems, long MostElements = long.MaxValue, bool IsSorted = true)
{
    public static Packing Sorted(int items) => new(items == 1 ? "one at a time" : $"sorted by length, up to {items} in a batch", items);

    /// <summary>Long texts in small batches, short ones in large: what a loop can do that knows them all.</summary>
    public static Packing SortedByElements(long elements) => new($"sorted by length, up to {elements} tokens in a batch", int.MaxValue, elements);

    public static Packing InOrder(int items) => new($"in arrival order, {items} in a batch", items, IsSorted: false);

    /// <summary>Where all requests are of one shape.</summary>
    public static Packing Equal(int items) => new($"batches of {items}", items);

    /// <summary>A single request is repeated until it fills a batch.</summary>
    public IReadOnlyList<Batch> Form(ImmutableArray<ImmutableArray<InferenceTensor>> requests)
    {
        if (requests.Length == 1)
            return [Batch.Of([.. Enumerable.Repeat(requests[0], MostItems)])];
        var batches = new List<Batch>();
        var open = new List<ImmutableArray<InferenceTensor>>();
        foreach (var request in IsSorted ? requests.OrderByDescending(Elements) : requests.AsEnumerable())
        {
            if (open.Count > 0 && (open.Count == MostItems || Math.Max(open.Max(Elements), Elements(request)) * (open.Count + 1) > MostElements))
            {
                batches.Add(Batch.Of(open));
                open.Clear();
            }

            open.Add(request);
        }

        batches.Add(Batch.Of(open));
        return batches;
    }

    private static long Elements(ImmutableArray<InferenceTensor> request) => request[0].Data.Length / request[0].DataType.ElementBytes();
}
