namespace Orleans;

/// <summary>What the engine asks of a grain class. <see cref="Grain"/> is the usual implementation.</summary>
public interface IGrainBase
{
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first request; one that throws makes the requests that wait fail.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the last request. Not called when a silo crashes.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
