using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>
/// What must be equal for two requests to share a batch: the same inputs, in type and in every dimension but the first and the padded ones.
/// </summary>
internal sealed class BatchKey : IEquatable<BatchKey>
{
    private readonly InferenceRequest _request;
    private readonly PaddingSpec? _padding;
    private readonly int _hash;

    public BatchKey(InferenceRequest request, PaddingSpec? padding = null)
    {
        (_request, _padding) = (request, padding);

        // FNV-1a rather than HashCode, which differs from process to process.
        var hash = 2166136261u;
        foreach (var input in request.Inputs)
        {
            Mix(ref hash, (ulong)input.DataType);
            for (var i = 1; i < input.Shape.Length; i++)
                if (!IsPadded(input.Name, i)) Mix(ref hash, (ulong)input.Shape[i]);
        }
        _hash = (int)hash;
    }

    public bool Equals(BatchKey? other)
    {
        if (other is null || other._hash != _hash || other._request.Inputs.Length != _request.Inputs.Length) return false;
        for (var i = 0; i < _request.Inputs.Length; i++)
        {
            var mine = _request.Inputs[i];
            var theirs = other._request.Inputs[i];
            if (mine.Name != theirs.Name || mine.DataType != theirs.DataType || mine.Shape.Length != theirs.Shape.Length) return false;
            for (var dimension = 1; dimension < mine.Shape.Length; dimension++)
                if (mine.Shape[dimension] != theirs.Shape[dimension] && !IsPadded(mine.Name, dimension)) return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as BatchKey);

    public override int GetHashCode() => _hash;

    private bool IsPadded(string input, int dimension)
    {
        if (_padding is null) return false;
        foreach (var padded in _padding.Inputs)
            if (padded.Dimension == dimension && padded.Input == input) return true;
        return false;
    }

    private static void Mix(ref uint hash, ulong value)
    {
        for (; value > 0; value >>= 8) hash = (hash ^ (byte)value) * 16777619u;
        hash *= 16777619u;
    }
}
