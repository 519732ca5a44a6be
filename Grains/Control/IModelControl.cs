using OrleansInference.Inference;

namespace OrleansInference.Control;

/// <summary>Loads and unloads models on every silo of the cluster. What front doors call.</summary>
public interface IModelControl
{
    /// <summary>
    /// Loads a model, or reloads it where its files have changed, and returns null once every silo serves it; an ensemble with the models of its steps. Else
    /// a fault with the reason; what was in service before stays in service. Cancelling ends the waiting, not the loading.
    /// </summary>
    /// <param name="model">Its name in the repository.</param>
    /// <param name="config">A configuration as JSON, used instead of the model's own; null for its own.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<InferenceFault?> LoadAsync(string model, string? config, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a model out of service; returns null once its requests have ended and its memory is free on every silo, or a fault with the reason.
    /// A model that is not loaded is unloaded already. Cancelling ends the waiting, not the unloading.
    /// </summary>
    /// <param name="model">Its name in the repository.</param>
    /// <param name="unloadDependents">Of an ensemble: whether the models go too that were loaded only along with it, and that no other ensemble needs.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<InferenceFault?> UnloadAsync(string model, bool unloadDependents, CancellationToken cancellationToken);

    /// <summary>Has this silo's catalog list what the repository has now, where models are loaded on demand.</summary>
    Task LookAsync(CancellationToken cancellationToken);
}
