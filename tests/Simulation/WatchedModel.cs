using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Simulation;

/// <summary>Notes how a model is used.</summary>
internal sealed class WatchedModel(IManagedModel model, Watch watch) : IManagedModel
{
    private bool _running;

    public ModelSignature Signature => model.Signature;

    public async ValueTask<ImmutableArray<InferenceTensor>> RunAsync(ImmutableArray<InferenceTensor> inputs)
    {
        if (_running) watch.Overlaps++;
        watch.LargestBatch = Math.Max(watch.LargestBatch, inputs[0].Shape[0]);
        _running = true;
        var outputs = await model.RunAsync(inputs);
        _running = false;
        return outputs;
    }
}
