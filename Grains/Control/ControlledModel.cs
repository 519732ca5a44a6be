using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing;

namespace OrleansInference.Control;

/// <summary>
/// One model on one silo: what is in service, what the repository has, and the way from one to the other. Its operations run one after
/// another. Single-threaded, as <see cref="SiloPools"/>.
/// </summary>
internal sealed class ControlledModel(string name, SiloPools pools, Action changed)
{
    /// <summary>Triton's word for it.</summary>
    private const string Unloaded = "unloaded";

    /// <summary>Every dispatcher has asked its router again by then, and knows the pool that takes over.</summary>
    private static readonly TimeSpan HandOver = 2 * Dispatcher.RefreshPeriod;

    private readonly SortedDictionary<long, ServedVersion> _served = [];
    private readonly SortedDictionary<long, ModelSpec> _leaving = [];
    private readonly Dictionary<long, string> _failures = [];
    private ModelScan? _scan;
    private bool _isLate;
    private bool _isLoading;
    private Task _drains = Task.CompletedTask;
    private Task _lastTurn = Task.CompletedTask;

    public bool IsWanted { get; private set; }

    public bool IsServed => _served.Count > 0;

    /// <summary>Nothing is known of it, and nothing is left of it.</summary>
    public bool IsGone => !IsWanted && _scan is null && _served.Count + _leaving.Count == 0;

    /// <summary>In ascending order of versions.</summary>
    public IEnumerable<CatalogEntry> Entries
    {
        get
        {
            var scanned = _scan?.Versions.ToDictionary(version => version.Id.Version) ?? [];
            return scanned.Keys.Union(_served.Keys).Union(_leaving.Keys).Order().Select(version => Entry(version, scanned.GetValueOrDefault(version)));
        }
    }

    /// <summary>Notes what the repository has, for the catalog; changes nothing that is wanted.</summary>
    public void List(ModelScan? scan)
    {
        if (!IsWanted) _scan = scan;
    }

    /// <summary>Brings into service what <paramref name="look"/> finds. What fails leaves the old state in service.</summary>
    /// <param name="isLate">See <see cref="CatalogEntry.IsLate"/>.</param>
    public Task<InferenceFault?> Load(Func<ValueTask<ModelScan?>> look, bool isLate) => InTurn(async () =>
    {
        if (!IsWanted) (IsWanted, _isLate) = (true, isLate);
        _isLoading = true;
        changed();
        try
        {
            return await Bring(look);
        }
        finally
        {
            _isLoading = false;
            changed();
        }
    });

    /// <summary>Takes it out of service; ends when nothing is left of it but its line in the catalog.</summary>
    public async Task<InferenceFault?> Unload(bool isRemoved)
    {
        await InTurn(() =>
        {
            IsWanted = false;
            if (isRemoved) _scan = null;
            _failures.Clear();
            foreach (var version in _served.Keys.ToList()) Retire(version, TimeSpan.Zero);
            changed();
            return Task.FromResult<InferenceFault?>(null);
        });
        await _drains;
        changed();
        return null;
    }

    private async Task<InferenceFault?> Bring(Func<ValueTask<ModelScan?>> look)
    {
        ModelScan? scan = null;
        try
        {
            scan = await look();
        }
        finally
        {
            IsWanted = scan is not null || IsServed;
        }
        return scan is null
            ? InferenceFault.Of(FaultKind.UnknownModel, $"Request for unknown model: '{name}' is not in the repository")
            : await Apply(scan);
    }

    private async Task<InferenceFault?> InTurn(Func<Task<InferenceFault?>> operation)
    {
        var before = _lastTurn;
        var turn = new TaskCompletionSource();
        _lastTurn = turn.Task;
        await before;
        try
        {
            return await operation();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return InferenceFault.Of(FaultKind.LoadFailed, $"The repository can't be read: {exception.Message}");
        }
        finally
        {
            turn.SetResult();
        }
    }

    private async Task<InferenceFault?> Apply(ModelScan scan)
    {
        _scan = scan;
        _failures.Clear();
        var plan = ControlPlan.Of(scan, _served.Values.ToDictionary(served => served.Spec.Id, served => served.Files));
        foreach (var broken in plan.Broken) _failures[broken.Id.Version] = broken.Reason!;
        changed();
        await Task.WhenAll(plan.Start.Select(Start));
        if (_failures.Count == 0)
            foreach (var id in plan.Drop) Retire(id.Version, HandOver);
        return _failures.Count == 0 ? null : InferenceFault.Of(FaultKind.LoadFailed,
            $"load failed for model '{name}': {string.Join("; ", _failures.OrderBy(each => each.Key).Select(each => $"version {each.Key}: {each.Value}"))}");
    }

    private async Task Start(ScannedVersion version)
    {
        var number = version.Id.Version;
        var (pool, reason) = await pools.Start(version.Spec!);
        if (reason is not null)
        {
            _failures[number] = reason;
            return;
        }
        if (_served.ContainsKey(number)) Retire(number, HandOver);
        _served[number] = new ServedVersion(pool, version.Spec!, version.Files);
        changed();
    }

    private void Retire(long version, TimeSpan delay)
    {
        _served.Remove(version, out var served);
        _leaving[version] = served!.Spec;
        var end = End();
        _drains = _drains.IsCompleted ? end : Task.WhenAll(_drains, end);

        async Task End()
        {
            await pools.Retire(served.Pool, delay);
            if (_leaving.TryGetValue(version, out var spec) && ReferenceEquals(spec, served.Spec)) _leaving.Remove(version);
            changed();
        }
    }

    private CatalogEntry Entry(long version, ScannedVersion? scanned)
    {
        var served = _served.GetValueOrDefault(version);
        var isWanted = IsWanted && (served is not null || scanned is not null);
        return new CatalogEntry
        {
            Id = new ModelVersion(name, version),
            Spec = served?.Spec ?? _leaving.GetValueOrDefault(version) ?? scanned?.Spec,
            Reason = _failures.GetValueOrDefault(version) ?? (served is null ? scanned?.Reason : null) ?? (isWanted ? null : Unloaded),
            IsWanted = isWanted,
            IsLate = _isLate,
            IsLoading = _isLoading && served is null,
        };
    }
}
