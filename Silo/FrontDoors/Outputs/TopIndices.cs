using System.Numerics;

namespace OrleansInference.FrontDoors.Outputs;

/// <summary>Where the highest values are.</summary>
internal static class TopIndices
{
    /// <summary>
    /// The indices of the <paramref name="count"/> highest values, highest first; of equal ones the first; NaN last. n log k: a heap
    /// of the best so far, the worst of them on top.
    /// </summary>
    public static int[] Of<T>(ReadOnlySpan<T> values, int count)
        where T : unmanaged, INumber<T>
    {
        var best = new PriorityQueue<int, (T Value, int Index)>(count, WorstFirst<T>());
        for (var i = 0; i < values.Length; i++)
            if (best.Count < count)
                best.Enqueue(i, (values[i], i));
            else
                best.EnqueueDequeue(i, (values[i], i));
        var indices = new int[best.Count];
        for (var i = indices.Length - 1; i >= 0; i--)
            indices[i] = best.Dequeue();
        return indices;
    }

    // CompareTo puts NaN below every number, which is where it belongs here.
    private static Comparer<(T Value, int Index)> WorstFirst<T>()
        where T : unmanaged, INumber<T> =>
        Comparer<(T Value, int Index)>.Create((x, y) =>
            x.Value.CompareTo(y.Value) is var order and not 0 ? order : y.Index.CompareTo(x.Index));
}
