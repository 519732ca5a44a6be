using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Bench;

/// <summary>The inputs of one forward pass.</summary>
/// <param name="Inputs">In the order of the requests' inputs.</param>
/// <param name="Items">How many requests are in it.</param>
internal sealed record Batch(ImmutableArray<InferenceTensor> Inputs, int Items)
{
    /// <summary>Joins requests of one item each; those that are shorter in dimension 1 are filled up with zeros.</summary>
    public static Batch Of(IReadOnlyList<ImmutableArray<InferenceTensor>> requests) =>
        new([.. Enumerable.Range(0, requests[0].Length).Select(input => Join([.. requests.Select(request => request[input])]))], requests.Count);

    private static InferenceTensor Join(List<InferenceTensor> rows)
    {
        var longest = rows.MaxBy(row => row.Data.Length)!;
        var bytes = longest.Data.Length;
        var data = new byte[(long)bytes * rows.Count];
        for (var i = 0; i < rows.Count; i++)
            rows[i].Data.CopyTo(data.AsMemory(i * bytes));
        return longest with { Shape = longest.Shape.SetItem(0, rows.Count), Data = data };
    }
}
