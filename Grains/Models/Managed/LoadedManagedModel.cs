using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Models.Managed;

/// <summary>A managed model as a replica sees it.</summary>
internal sealed class LoadedManagedModel(IManagedModel model, ModelSpec spec) : ILoadedModel
{
    private bool _disposed;

    public ModelSignature Signature { get; } = spec.DeclaredSignature ?? model.Signature;

    public async ValueTask<ModelRunResult> RunAsync(ImmutableArray<InferenceTensor> inputs)
    {
        if (_disposed)
            return ModelRunResult.Failed(FaultKind.Unavailable, $"The model {spec.Id} was unloaded.");
        try
        {
            return ModelRunResult.Of(await model.RunAsync(inputs));
        }
        catch (Exception exception) // whatever user code throws is the model's error
        {
            return ModelRunResult.Failed(FaultKind.ModelError, exception.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (model is IAsyncDisposable asynchronous)
            await asynchronous.DisposeAsync();
        else
            (model as IDisposable)?.Dispose();
    }
}
