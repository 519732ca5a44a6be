using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansInference.Control.Saved;
using OrleansInference.Ensembles;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing;
using OrleansInference.SavedState;

namespace OrleansInference.Control;

/// <summary>
/// Has one silo serve what is wanted, and keeps its catalog. Operations on one model run one after another, on different ones beside
/// each other. Single-threaded: every call and every continuation runs on the scheduler of the silo's control grain.
/// </summary>
internal sealed partial class SiloControl
{
    private readonly SortedDictionary<string, ControlledModel> _models = new(StringComparer.Ordinal);
    private readonly WantedModels _wanted = new();
    private readonly ControlSpec _spec;
    private readonly IModelSource _source;
    private readonly ModelCatalog _catalog;
    private readonly SiloPools _pools;
    private readonly SavedDocument<SavedModels> _saved;
    private readonly ControlTransport _transport;
    private readonly TimeProvider _time;
    private readonly ILogger<SiloControl> _logger;
    private SteadyScans? _steady;
    private Task? _look;
    private bool _isStarted;
    private int _nextPeer;

    public SiloControl(
        ControlSpec spec, IModelSource source, ModelCatalog catalog, EnsembleTable ensembles, RoutingTransport routing, ControlTransport transport,
        SavedStates states, TimeProvider time, ILogger<SiloControl> logger)
    {
        (_spec, _source, _catalog, _transport, _time, _logger) = (spec, source, catalog, transport, time, logger);
        _saved = states.Document(SavedModels.Name, SavedModels.Format, Known, Learn);
        _pools = new SiloPools(routing, transport.InitialReplicas, ensembles, transport.IsWorker, Publish, time, logger);
    }

    /// <summary>Between two calls of <see cref="Keep"/>.</summary>
    public TimeSpan Period => _spec.Mode == ControlMode.Poll ? _spec.PollPeriod : TimeSpan.FromSeconds(10);

    public ImmutableArray<WantedModel> Wanted => _wanted.All;

    /// <summary>Pools that take requests or are about to.</summary>
    public int PoolCount => _pools.Count;

    /// <summary>Lists the repository in the catalog and begins to load what is wanted.</summary>
    public async Task Start()
    {
        var scans = await _source.ScanAsync();
        _steady = new SteadyScans(scans);
        foreach (var scan in scans) Model(scan.Model).List(scan);
        if (_spec.Mode == ControlMode.Explicit)
        {
            var names = _spec.AtStart is [ControlSpec.All] ? [.. scans.Select(scan => scan.Model)] : _spec.AtStart;
            foreach (var name in names) _wanted.Note(new WantedModel { Model = name, IsWanted = true, Stamp = 0 });
            foreach (var peer in Peers) _wanted.Merge(await WantedOf(peer));
            await _saved.Read();
            _isStarted = true;
            SayWhatOutweighsSettings(names);
            foreach (var model in _wanted.All.Where(model => model.IsWanted)) InBackground(Follow(model, isLate: false));
        }
        else
        {
            foreach (var scan in scans) InBackground(Model(scan.Model).Load(() => ValueTask.FromResult<ModelScan?>(scan), isLate: false));
        }
        Publish();
    }

    public async Task<InferenceFault?> Load(WantedModel wanted)
    {
        _wanted.Note(wanted);
        var fault = await Follow(wanted, isLate: true);
        if (fault?.Kind == FaultKind.UnknownModel && _models.GetValueOrDefault(wanted.Model) is not { IsServed: true })
        {
            // A name that means nothing leaves nothing behind.
            _wanted.Forget(wanted.Model);
            Publish();
            return fault;
        }
        await _saved.Save();
        return fault;
    }

    public async Task<InferenceFault?> Unload(WantedModel unwanted)
    {
        if (!_models.ContainsKey(unwanted.Model) && _wanted.Of(unwanted.Model) is not { IsWanted: true })
            return InferenceFault.Of(FaultKind.UnknownModel, $"Request for unknown model: '{unwanted.Model}' is not in the repository");
        var dependents = unwanted.UnloadDependents ? StepsOf(unwanted.Model) : [];
        _wanted.Note(unwanted);
        var fault = await Follow(unwanted, isLate: true);
        foreach (var step in dependents)
            if (_wanted.Of(step) is { IsWanted: true, IsDependent: true } && !IsStep(step)) fault = await Unload(unwanted with { Model = step }) ?? fault;
        await _saved.Save();
        return fault;
    }

    /// <summary>See <see cref="IModelControlGrain.Resize"/>.</summary>
    public InferenceFault? Resize(ModelVersion model, int replicas) =>
        replicas is < 0 or > ModelSpec.MaxReplicas
            ? InferenceFault.Of(FaultKind.InvalidInput, $"{replicas} replicas of model '{model}' are wanted on one silo; allowed: 0 to {ModelSpec.MaxReplicas}")
            : _pools.TryResize(model, replicas) ? null
            : InferenceFault.Of(FaultKind.UnknownModel, $"Silo {_transport.OwnSilo} has no pool of model '{model}'");

    /// <summary>Has the catalog list what the repository has now. Calls that come while one looks share its look.</summary>
    public Task Look() => _look is { IsCompleted: false } look ? look : _look = LookNow();

    /// <summary>Follows what has changed: in the repository, or in what other silos have heard.</summary>
    public Task Keep() => _spec.Mode switch
    {
        ControlMode.Poll => Poll(),
        ControlMode.Explicit => LearnFromPeer(),
        _ => Task.CompletedTask,
    };

    public Task Stop() => _pools.Stop();

    private IEnumerable<SiloAddress> Peers => _transport.ActiveSilos().Where(silo => !silo.Equals(_transport.OwnSilo));

    private Task<InferenceFault?> Follow(WantedModel wanted, bool isLate) => Follow(wanted, isLate, []);

    private Task<InferenceFault?> Follow(WantedModel wanted, bool isLate, ImmutableArray<string> above)
    {
        var model = Model(wanted.Model);
        return wanted.IsWanted
            ? model.Load(async () => await _source.ScanAsync(wanted.Model, wanted.Config) is { } scan ? await WithSteps(scan, wanted, isLate, above) : null, isLate)
            : model.Unload(isRemoved: false);
    }

    private async Task LookNow()
    {
        var scans = (await _source.ScanAsync()).ToDictionary(scan => scan.Model);
        foreach (var name in scans.Keys.Union(_models.Keys).Order(StringComparer.Ordinal).ToList()) Model(name).List(scans.GetValueOrDefault(name));
        Publish();
    }

    private async Task Poll()
    {
        foreach (var (name, scan) in _steady!.Next(await _source.ScanAsync()))
        {
            LogChanged(name, scan is null ? "removed" : "changed");
            var model = Model(name);
            InBackground(scan is null ? model.Unload(isRemoved: true) : model.Load(() => ValueTask.FromResult<ModelScan?>(scan), isLate: true));
        }
    }

    private async Task LearnFromPeer()
    {
        _ = _saved.Keep();
        var peers = Peers.ToList();
        if (peers.Count > 0) Hear(await WantedOf(peers[_nextPeer++ % peers.Count]));
    }

    private void Hear(ImmutableArray<WantedModel> others)
    {
        foreach (var news in _wanted.Merge(others))
            if (_isStarted) InBackground(Follow(news, isLate: true));
    }

    private async Task<ImmutableArray<WantedModel>> WantedOf(SiloAddress peer)
    {
        try
        {
            return await _transport.ControlOf(peer).Wanted();
        }
        catch (Exception exception)
        {
            // Harmless: another peer is asked in a moment.
            LogPeerSilent(peer, exception.Message);
            return [];
        }
    }

    private async void InBackground(Task<InferenceFault?> operation)
    {
        try
        {
            if (await operation is { } fault) LogFailed(fault.Message);
        }
        catch (Exception exception)
        {
            LogBroke(exception);
        }
    }

    private ControlledModel Model(string name) =>
        _models.TryGetValue(name, out var model) ? model : _models[name] = new ControlledModel(name, _pools, Publish);

    private void Publish()
    {
        foreach (var (name, _) in _models.Where(model => model.Value.IsGone).ToList()) _models.Remove(name);
        _catalog.Publish([.. _models.Values.SelectMany(model => model.Entries).Select(WithFailure)], _pools.Plans);
    }
}
