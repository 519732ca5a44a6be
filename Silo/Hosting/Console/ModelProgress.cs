using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Hosting;

/// <summary>Turns model states, looked at again and again, into one line for each model once it is ready or has failed.</summary>
internal sealed class ModelProgress
{
    private readonly HashSet<ModelVersion> _told = [];

    public int Ready { get; private set; }

    public int Failed { get; private set; }

    /// <summary>The lines that this look adds.</summary>
    public IEnumerable<string> Next(IEnumerable<ModelStatus> models) =>
        from model in models.ToArray()
        where model.State is PoolState.Ready or PoolState.Parked or PoolState.Failed && _told.Add(model.Id)
        select Line(model);

    private string Line(ModelStatus model)
    {
        if (!model.IsReady)
        {
            Failed++;
            return $"{model.Id} failed: {model.Reason}";
        }
        Ready++;
        if (model.Spec?.Ensemble is { } ensemble) return $"{model.Id} ready: ensemble of {ensemble.Steps.Length} steps";
        if (model.ReadyReplicas == 0) return $"{model.Id} ready: parked, the first request waits for a replica to load";
        var replicas = model.ReadyReplicas == 1 ? "1 replica" : $"{model.ReadyReplicas} replicas";
        return $"{model.Id} ready: {replicas} on {model.Devices}, loaded in {model.LoadTime.TotalSeconds:0.0} s";
    }
}
