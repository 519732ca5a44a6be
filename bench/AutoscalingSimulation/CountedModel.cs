using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Bench;

/// <summary>Counts itself while it runs, and says when it goes.</summary>
internal sealed class CountedModel(ILoadedModel model, ReplicaWatch watch, Action gone) : ILoadedModel
{
    private bool _isGone;

    public ModelSignature Signature => model.Signature;

    public async ValueTask<ModelRunResult> RunAsync(ImmutableArray<InferenceTensor> inputs)
    {
        watch.Busy++;
        try
        {
            return await model.RunAsync(inputs);
        }
        finally
        {
            watch.Busy--;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (!_isGone)
            gone();
        _isGone = true;
        return model.DisposeAsync();
    }
}
