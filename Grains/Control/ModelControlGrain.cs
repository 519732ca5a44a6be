using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansInference.Autoscaling;
using OrleansInference.Ensembles;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Placement;

namespace OrleansInference.Control;

/// <inheritdoc cref="IModelControlGrain"/>
[PlaceOnSilo, KeepAlive, Reentrant]
internal sealed class ModelControlGrain(SiloControl control, SiloReporting reporting, EnsembleStatistics ensembles, SiloResources silo) : Grain, IModelControlGrain
{
    public async Task Start()
    {
        await control.Start();
        // Not interleaving with itself: a look that takes longer than the period delays the next one.
        this.RegisterGrainTimer(control.Keep, new GrainTimerCreationOptions(control.Period, control.Period) { Interleave = true });
        if (!control.IsWorker) this.RegisterGrainTimer(control.LearnFailures, new GrainTimerCreationOptions(TimeSpan.Zero, SiloControl.LearnPeriod) { Interleave = true });
        this.RegisterGrainTimer(reporting.Send, new GrainTimerCreationOptions(TimeSpan.Zero, SiloReporting.Period) { Interleave = true });
    }

    public Task<InferenceFault?> Load(WantedModel wanted) => control.Load(wanted);

    public Task<InferenceFault?> Unload(WantedModel unwanted) => control.Unload(unwanted);

    public Task<InferenceFault?> Resize(ModelVersion model, int replicas) => Task.FromResult(control.Resize(model, replicas));

    public Task<ImmutableArray<WantedModel>> Wanted() => Task.FromResult(control.Wanted);

    public Task<ImmutableArray<UnservedVersion>> Failures() => Task.FromResult(control.Failures);

    public Task<SiloRoles> Roles() => Task.FromResult(silo.Roles);

    public Task Look() => control.Look();

    public Task<ImmutableArray<EnsembleTotals>> Ensembles() => Task.FromResult(ensembles.Own);

    public async Task Stop()
    {
        await reporting.Leave();
        await control.Stop();
    }
}
