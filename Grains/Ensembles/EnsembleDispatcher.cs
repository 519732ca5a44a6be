using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansInference.Inference;
using OrleansInference.Replicas;
using OrleansInference.Routing;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Ensembles;

/// <summary>
/// The silo's dispatcher with its ensembles: runs a request for one on this silo and has each step dispatched on its own. Everything else is left to
/// the dispatcher below.
/// </summary>
internal sealed class EnsembleDispatcher : IDispatcher
{
    private readonly IDispatcher _models;
    private readonly EnsembleTable _ensembles;
    private readonly EnsembleStatistics _statistics;
    private readonly TimeSpan _defaultTimeout;
    private readonly TimeProvider _time;
    private readonly ILogger<EnsembleDispatcher> _logger;

    /// <summary>The way to the steps of an ensemble, by how many others it stands in.</summary>
    private readonly ImmutableArray<StepDispatch> _steps;

    /// <param name="models">For all that is no ensemble.</param>
    /// <param name="ensembles">Those in service.</param>
    /// <param name="statistics">Of all silos.</param>
    /// <param name="options">Say how long a request without a deadline may take.</param>
    /// <param name="time">The clock of deadlines and statistics.</param>
    /// <param name="logger">Of what happens when a caller has its answer already.</param>
    public EnsembleDispatcher(
        IDispatcher models, EnsembleTable ensembles, EnsembleStatistics statistics, IOptions<DispatcherOptions> options, TimeProvider time,
        ILogger<EnsembleDispatcher> logger)
    {
        (_models, _ensembles, _statistics, _time, _logger) = (models, ensembles, statistics, time, logger);
        _defaultTimeout = options.Value.DefaultTimeout;
        _steps = [.. Enumerable.Range(1, EnsembleSpec.MaxDepth).Select(depth => new StepDispatch(
            (step, cancellationToken) => Describe(step.Model, step.Version, depth, cancellationToken),
            Choose,
            (request, cancellationToken) => Infer(request, depth, cancellationToken)))];
    }

    public ValueTask<InferenceOutcome> InferAsync(InferenceRequest request, CancellationToken cancellationToken) => Infer(request, 0, cancellationToken);

    public ValueTask<ModelStatus?> DescribeAsync(string model, long? version, CancellationToken cancellationToken) => Describe(model, version, 0, cancellationToken);

    /// <summary>Traffic is split between models that have pools; of an ensemble the latest version in service runs.</summary>
    public ModelStatus Choose(ModelStatus described, ImmutableDictionary<string, ParameterValue> parameters) =>
        _ensembles.Find(described.Id.Model, described.Id.Version) is null ? _models.Choose(described, parameters) : described;

    public ImmutableArray<ShadowStatistics> OwnShadows => _models.OwnShadows;

    public async ValueTask<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken)
    {
        var all = await _models.ListAsync(cancellationToken);
        var models = all.ToBuilder();
        for (var i = 0; i < models.Count; i++)
            if (_ensembles.Find(models[i].Id.Model, models[i].Id.Version) is { } ensemble) models[i] = await Describe(ensemble, models[i], 0, cancellationToken);
        return models.MoveToImmutable();
    }

    public async ValueTask<ImmutableArray<ModelStatistics>> StatisticsAsync(string? model, long? version, CancellationToken cancellationToken)
    {
        var ensembles = await _statistics.Read(model, version).WaitAsync(cancellationToken);
        var models = await _models.StatisticsAsync(model, version, cancellationToken);
        return ensembles.IsEmpty ? models
            : [.. models.Concat(ensembles).OrderBy(each => each.Id.Model, StringComparer.Ordinal).ThenBy(each => each.Id.Version)];
    }

    public async ValueTask<ImmutableArray<SiloModel>> OwnSiloAsync(CancellationToken cancellationToken)
    {
        var models = await _models.OwnSiloAsync(cancellationToken);
        return [.. models.Concat(_ensembles.All.Select(ensemble => ensemble.Own))
            .OrderBy(each => each.Id.Model, StringComparer.Ordinal).ThenBy(each => each.Id.Version)];
    }

    private ValueTask<InferenceOutcome> Infer(InferenceRequest request, int depth, CancellationToken cancellationToken) =>
        _ensembles.Find(request.Model, request.Version) is { } ensemble
            ? Run(ensemble, request, depth, cancellationToken)
            : _models.InferAsync(request, cancellationToken);

    private async ValueTask<InferenceOutcome> Run(Ensemble ensemble, InferenceRequest request, int depth, CancellationToken cancellationToken)
    {
        InferenceOutcome? outcome = null;
        var started = _time.GetTimestamp();
        ensemble.Came(_time.GetUtcNow());
        try
        {
            return outcome = depth == _steps.Length ? InferenceOutcome.Of(FaultKind.ModelError, TooDeep(ensemble))
                : Misfit(ensemble.Plan, request) is { } misfit ? InferenceOutcome.Of(misfit)
                : await new EnsembleRun(ensemble.Plan, request, _steps[depth], request.TimeLeft ?? _defaultTimeout, _time, _logger)
                    .Run(ensemble.Pool.Model, cancellationToken);
        }
        finally
        {
            ensemble.Ended(request, outcome, _time.GetElapsedTime(started));
        }
    }

    private ValueTask<ModelStatus?> Describe(string model, long? version, int depth, CancellationToken cancellationToken) =>
        _ensembles.Find(model, version) is { } ensemble
            ? Describe(ensemble, depth, cancellationToken)
            : _models.DescribeAsync(model, version, cancellationToken);

    private async ValueTask<ModelStatus?> Describe(Ensemble ensemble, int depth, CancellationToken cancellationToken) =>
        await _models.DescribeAsync(ensemble.Pool.Model.Model, ensemble.Pool.Model.Version, cancellationToken) is { } own
            ? await Describe(ensemble, own, depth, cancellationToken)
            : null;

    private async ValueTask<ModelStatus> Describe(Ensemble ensemble, ModelStatus own, int depth, CancellationToken cancellationToken)
    {
        // A circle can't be configured, but one may come about for a moment when several ensembles change.
        if (depth == _steps.Length) return own with { State = PoolState.Failed, Reason = TooDeep(ensemble) };
        var steps = new ModelStatus?[ensemble.Plan.Steps.Length];
        for (var i = 0; i < steps.Length; i++) steps[i] = await _steps[depth].Describe(ensemble.Plan.Steps[i].Step, cancellationToken);
        return ensemble.StatusOf(own, steps);
    }

    /// <summary>Doors check the whole signature; a step of another ensemble brings what its models made.</summary>
    private static InferenceFault? Misfit(EnsemblePlan plan, InferenceRequest request)
    {
        foreach (var input in request.Inputs)
            if (plan.Find(input.Name) is not (>= 0 and var tensor) || !plan.IsInput(tensor))
                return InferenceFault.Of(FaultKind.InvalidInput, $"unexpected input '{input.Name}' for model '{request.Model}'");
        foreach (var output in request.RequestedOutputs)
            if (plan.Signature.Outputs.All(known => known.Name != output))
                return InferenceFault.Of(FaultKind.InvalidInput, $"unexpected output '{output}' for model '{request.Model}'");
        return null;
    }

    private static string TooDeep(Ensemble ensemble) => $"ensemble '{ensemble.Pool.Model}' stands in more than {EnsembleSpec.MaxDepth - 1} others; do they refer to each other?";
}
