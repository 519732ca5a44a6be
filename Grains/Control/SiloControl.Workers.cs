using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Placement;

namespace OrleansInference.Control;

// What a silo that loads nothing knows of those that do. What is in service their routers tell; what can't be has no pool that could report it.
internal sealed partial class SiloControl
{
    /// <summary>Between two calls of <see cref="LearnFailures"/>.</summary>
    public static readonly TimeSpan LearnPeriod = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    private readonly WorkerFailures _workerFailures = new();

    public bool IsWorker => _transport.IsWorker;

    /// <summary>See <see cref="IModelControlGrain.Failures"/>.</summary>
    public ImmutableArray<UnservedVersion> Failures =>
        [.. _catalog.Entries.Where(entry => entry is { IsWanted: true, Reason: not null }).Select(entry => new UnservedVersion(entry.Id, entry.Reason!))];

    /// <summary>Asks every worker what it can't serve. Where one does not answer, or may be one, what was known stands.</summary>
    public async Task LearnFailures()
    {
        var peers = Peers.Select(silo => (Silo: silo, Roles: _transport.RolesOf(silo))).ToList();
        if (peers.Any(peer => peer.Roles is null)) return;
        var answers = await Task.WhenAll(peers.Where(peer => peer.Roles!.Value.HasFlag(SiloRoles.Worker)).Select(peer => FailuresOf(peer.Silo)));
        if (answers.All(answer => !answer.IsDefault) && _workerFailures.Learn(answers)) Publish();
    }

    private async Task<ImmutableArray<UnservedVersion>> FailuresOf(SiloAddress worker)
    {
        try
        {
            return await _transport.ControlOf(worker).Failures().WaitAsync(AnswerTimeout, _time);
        }
        catch (Exception exception)
        {
            // Harmless: it is asked again in a moment.
            LogWorkerSilent(worker, exception.Message);
            return default;
        }
    }

    private CatalogEntry WithFailure(CatalogEntry entry) =>
        entry is { IsWanted: true, Reason: null } && _workerFailures.ReasonOf(entry.Id) is { } reason ? entry with { Reason = reason } : entry;
}
