using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>Sums up a model version from the catalog's entry and the reports of its pools.</summary>
internal static class ModelStatuses
{
    public static ModelStatus Of(CatalogEntry entry, RouteTable table)
    {
        // Once pools are ready, what requests meet is what they say: a reload may have brought another signature.
        var ready = table.Ready(entry.Id.Version);
        PoolReport[] reports = [.. (ready.IsEmpty ? table.Entries.Where(pool => pool.Report.Pool.Model == entry.Id) : ready).Select(pool => pool.Report)];
        var best = reports.MinBy(report => Rank(Shown(report)));
        return new ModelStatus
        {
            Id = entry.Id,
            State = StateOf(entry, best is null ? null : Shown(best)),
            Signature = reports.FirstOrDefault(report => report.Signature is not null)?.Signature ?? entry.Spec?.DeclaredSignature,
            Reason = entry.Reason ?? best?.Reason,
            IsWanted = entry.IsWanted,
            IsLate = entry.IsLate,
            IsLoadingHere = entry.IsLoading,
            Spec = entry.Spec,
            ReadyReplicas = reports.Sum(report => report.ReadyReplicas),
            LoadTime = reports.Length == 0 ? TimeSpan.Zero : reports.Max(report => report.LoadTime),
            Devices = string.Join(", ", reports.Select(report => report.Devices).Where(devices => devices.Length > 0).Distinct()),
        };
    }

    private static PoolState StateOf(CatalogEntry entry, PoolState? best) =>
        best is PoolState.Ready or PoolState.Parked or PoolState.Draining ? best.Value
        : !entry.IsWanted ? PoolState.Gone
        : entry.Reason is not null ? PoolState.Failed
        : best ?? PoolState.Loading;

    /// <summary>To its callers a pool that loads after it was parked is still parked: their requests wait for it.</summary>
    private static PoolState Shown(PoolReport report) => report.IsHeldFor ? PoolState.Parked : report.State;

    private static int Rank(PoolState state) => state switch
    {
        PoolState.Ready => 0,
        PoolState.Parked => 1,
        PoolState.Loading => 2,
        PoolState.Draining => 3,
        PoolState.Failed => 4,
        _ => 5,
    };
}
