using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Ensembles;

/// <summary>
/// The tensors of one run, each with the claims on it that are left: the steps that are still to read it, and the response. A step's output is given
/// back with the last claim; what the request brought is its caller's. Not thread-safe.
/// </summary>
internal sealed class EnsembleTensors(EnsemblePlan plan, EnsembleSelection selection)
{
    private readonly InferenceTensor?[] _tensors = new InferenceTensor?[selection.Claims.Length];
    private readonly bool[] _isBatched = new bool[selection.Claims.Length];
    private readonly bool[] _isRead = new bool[selection.Claims.Length];
    private readonly int[] _claims = [.. selection.Claims];

    /// <summary>The tensors as they are now; the claims on them stay.</summary>
    public StepTensor[] Read(ImmutableArray<int> tensors)
    {
        var read = new StepTensor[tensors.Length];
        for (var i = 0; i < read.Length; i++) read[i] = new StepTensor(_tensors[tensors[i]], _isBatched[tensors[i]]);
        return read;
    }

    /// <summary>Takes a tensor in; one that nobody claims any more is given back at once.</summary>
    public void Put(int tensor, InferenceTensor value, bool isBatched)
    {
        if (_claims[tensor] > 0) (_tensors[tensor], _isBatched[tensor]) = (value, isBatched);
        else if (!plan.IsInput(tensor)) TensorMemory.Release(value.Data);
    }

    /// <summary>Gives up one claim on each.</summary>
    public void Drop(ImmutableArray<int> tensors)
    {
        foreach (var tensor in tensors)
        {
            if (--_claims[tensor] > 0) continue;
            if (_tensors[tensor] is { } value && !plan.IsInput(tensor) && !_isRead[tensor]) TensorMemory.Release(value.Data);
            _tensors[tensor] = null;
        }
    }

    /// <summary>As <see cref="Drop"/>, where a replica may still be reading them: they are left to the garbage collector.</summary>
    public void Leave(ImmutableArray<int> tensors)
    {
        foreach (var tensor in tensors) _isRead[tensor] = true;
        Drop(tensors);
    }

    /// <summary>Hands over what the response carries; its holder gives it back. Nothing where a step did not write it.</summary>
    public StepTensor Take(int tensor)
    {
        var value = _tensors[tensor];
        _tensors[tensor] = null;
        // Memory that is still read must not be given back by who gets the response.
        return new StepTensor(value is not null && _isRead[tensor] ? value with { Data = value.Data.ToArray() } : value, _isBatched[tensor]);
    }
}
