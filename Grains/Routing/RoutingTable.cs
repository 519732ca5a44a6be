using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing;

/// <summary>
/// A router's table: the newest report of each pool. Rebuilt from reports alone, so losing it costs a second and no request. A report costs the same
/// however many pools there are; a new pool is put into its place among the others.
/// </summary>
/// <param name="epoch">See <see cref="RoutingSnapshot.Epoch"/>.</param>
internal sealed class RoutingTable(string model, long epoch)
{
    /// <summary>A pool reports twice a second; one that has said nothing for so long is not there.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>How long a new table counts as one that lacks pools: long enough for several reports of each to be lost.</summary>
    public static readonly TimeSpan RebuildTime = TimeSpan.FromSeconds(3);

    private static readonly Comparer<RoutingRow> Order = Comparer<RoutingRow>.Create(static (x, y) => PoolKeyOrder.Instance.Compare(x.Pool, y.Pool));

    private readonly Dictionary<PoolKey, RoutingRow> _rows = [];
    private readonly List<RoutingRow> _listed = []; // in order, without those that are gone
    private readonly List<PoolKey> _removed = []; // since the last delta
    private readonly Dictionary<long, ModelSignature?> _signatures = []; // by version
    private RoutingSnapshot? _snapshot;
    private long _epoch = epoch;
    private long _sequence;
    private long _deltaSequence;
    private bool _hasChanges = true;

    /// <summary>Nothing is known of any pool, gone ones included.</summary>
    public bool IsEmpty => _rows.Count == 0;

    /// <summary>See <see cref="RoutingSnapshot.IsRebuilding"/>; until <see cref="MarkRebuilt"/>.</summary>
    public bool IsRebuilding { get; private set; } = true;

    /// <summary>Of any change beside those of pools: the next delta and snapshot have another sequence.</summary>
    public void MarkChanged() => _hasChanges = true;

    public void MarkRebuilt()
    {
        IsRebuilding = false;
        MarkChanged();
    }

    /// <summary>Makes its epoch later than another router's, which activated before by a clock that was ahead.</summary>
    public void GoBeyond(long epoch)
    {
        if (epoch <= _epoch) return;
        // Not by one: another router that went beyond the same one would have the same epoch.
        _epoch = epoch + 1 + (_epoch % TimeSpan.TicksPerSecond);
        MarkChanged();
    }

    /// <summary>What was last set of the model's traffic, as far as is known here.</summary>
    public ModelTraffic? Traffic { get; private set; }

    /// <summary>Takes what somebody knows of the traffic, where it is later.</summary>
    public void Apply(ModelTraffic traffic)
    {
        if (!traffic.IsLaterThan(Traffic)) return;
        Traffic = traffic;
        MarkChanged();
    }

    public void Apply(PoolReport report, DateTimeOffset now)
    {
        if (!_rows.TryGetValue(report.Pool, out var row)) _rows.Add(report.Pool, row = new RoutingRow(report.Pool));
        else if (row.ReportSequence >= report.Sequence) return;

        // A pool that is gone stays as a tombstone, or a delayed older report would bring it back.
        (row.ReportSequence, row.HeardAt) = (report.Sequence, now);
        if (report.State == PoolState.Gone) Unlist(row);
        else if (row.Report is null || IsNews(row.Report, report)) Show(row, report);
    }

    /// <summary>Forgets the pools of silos that have left, and those that have been silent for <see cref="Silence"/>: the gone ones at last.</summary>
    public void Forget(Func<SiloAddress, bool> hasLeft, DateTimeOffset now)
    {
        foreach (var (pool, row) in _rows)
        {
            if (now - row.HeardAt < Silence && !hasLeft(pool.Silo)) continue;
            Unlist(row);
            _rows.Remove(pool);
        }
    }

    public RoutingSnapshot Snapshot()
    {
        Advance();
        if (_snapshot is not null) return _snapshot;
        var pools = ImmutableArray.CreateBuilder<PoolReport>(_listed.Count);
        foreach (var row in _listed) pools.Add(row.Report!);
        return _snapshot = new RoutingSnapshot
        {
            Model = model, Epoch = _epoch, Sequence = _sequence, Pools = pools.MoveToImmutable(), IsRebuilding = IsRebuilding, Traffic = Traffic,
        };
    }

    /// <summary>What changed since the last delta; null for nothing.</summary>
    public RoutingDelta? TakeDelta()
    {
        Advance();
        if (_sequence == _deltaSequence) return null;
        var changed = ImmutableArray.CreateBuilder<PoolReport>();
        foreach (var row in _listed)
            if (row.ChangedIn > _deltaSequence) changed.Add(row.Report!);
        var delta = new RoutingDelta
        {
            Model = model, Epoch = _epoch, FromSequence = _deltaSequence, Sequence = _sequence,
            Changed = changed.DrainToImmutable(), Removed = [.. _removed], IsRebuilding = IsRebuilding, Traffic = Traffic,
        };
        _deltaSequence = _sequence;
        _removed.Clear();
        return delta;
    }

    private void Advance()
    {
        if (!_hasChanges) return;
        _sequence++;
        _snapshot = null;
        _hasChanges = false;
    }

    /// <summary>A pool that has nothing to do and says the same again, only later, has no news.</summary>
    private static bool IsNews(PoolReport known, PoolReport report) =>
        report.QueueDepth > 0 || known with { Sequence = report.Sequence, ReadyFor = report.ReadyFor } != report;

    private void Show(RoutingRow row, PoolReport report)
    {
        if (row.Report is null)
        {
            _listed.Insert(~_listed.BinarySearch(row, Order), row);
            _removed.Remove(row.Pool);
        }
        row.Report = report with { Signature = Shared(report) };
        row.ChangedIn = _sequence + 1;
        MarkChanged();
    }

    private void Unlist(RoutingRow row)
    {
        if (row.Report is null) return;
        row.Report = null;
        _listed.RemoveAt(_listed.BinarySearch(row, Order));
        _removed.Add(row.Pool);
        MarkChanged();
    }

    /// <summary>The pools of a version have mostly equal signatures. As one object a message carries it once, and a snapshot keeps it once.</summary>
    private ModelSignature? Shared(PoolReport report)
    {
        if (report.Signature is null) return null;
        ref var shared = ref CollectionsMarshal.GetValueRefOrAddDefault(_signatures, report.Pool.Model.Version, out _);
        return report.Signature.Equals(shared) ? shared : shared = report.Signature;
    }
}
