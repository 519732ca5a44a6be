using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Simulation;

/// <summary>Notes how a model is used.</summary>
internal sealed class WatchedModel : IManagedModel, IDisposable
{
    private readonly IManagedModel _model;
    private readonly Watch _watch;
    private bool _running;
    private bool _disposed;

    public WatchedModel(IManagedModel model, Watch watch)
    {
        (_model, _watch) = (model, watch);
        watch.Loaded++;
    }

    public ModelSignature Signature => _model.Signature;

    public async ValueTask<ImmutableArray<InferenceTensor>> RunAsync(ImmutableArray<InferenceTensor> inputs)
    {
        if (_running) _watch.Overlaps++;
        if (_disposed) _watch.Ghosts++;
        _watch.LargestBatch = Math.Max(_watch.LargestBatch, inputs[0].Shape[0]);
        _running = true;
        var outputs = await _model.RunAsync(inputs);
        _running = false;
        if (_disposed) _watch.Ghosts++;
        return outputs;
    }

    public void Dispose()
    {
        _disposed = true;
        _watch.Loaded--;
    }
}
