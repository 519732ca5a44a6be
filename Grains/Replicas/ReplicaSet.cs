using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>The replicas of a pool: loads them, unloads them, and reloads one that fails again and again.</summary>
/// <param name="replicaAt">The replica of a slot.</param>
/// <param name="changed">Called after each change that a report would show.</param>
/// <param name="idle">Called when a replica has become idle.</param>
internal sealed partial class ReplicaSet(
    PoolKey key, Func<int, IReplicaGrain> replicaAt, TimeProvider time, Action changed, Action<ReplicaSlot> idle, ILogger logger)
{
    /// <summary>After so many batches in a row that it could not run, a replica is loaded anew.</summary>
    public const int FaultsBeforeReload = 3;

    private readonly List<ReplicaSlot> _slots = [];

    /// <summary>How many there are to be; null before anybody has said.</summary>
    public int? Wanted { get; private set; }

    /// <summary>Those that run batches, and will run more.</summary>
    public int Ready { get; private set; }

    /// <summary>Since when there has been one without a break; null while there is none.</summary>
    public DateTimeOffset? ReadySince { get; private set; }

    public int Idle { get; private set; }

    public int Loading => _slots.Count(slot => slot.State == ReplicaSlotState.Loading);

    public bool HasFailed { get; private set; }

    /// <summary>Null until a replica has loaded.</summary>
    public ModelSignature? Signature { get; private set; }

    /// <summary>What is wrong with one of them.</summary>
    public string? Reason { get; private set; }

    /// <summary>Of the slowest so far.</summary>
    public TimeSpan LoadTime { get; private set; }

    public string Devices => string.Join(", ", _slots.Select(slot => slot.Status?.Device ?? "").Where(device => device.Length > 0).Distinct());

    public IReadOnlyList<ReplicaSlot> Slots => _slots;

    /// <summary>Adds or removes replicas; ends when they are loaded, failed or unloaded, but for those that first end a batch.</summary>
    public async Task Resize(int replicas)
    {
        Wanted = replicas;
        ChooseLeaving(replicas);
        List<Task> work = [.. Leaving().Select(Unload)];
        while (_slots.Count(slot => !slot.IsLeaving) < replicas)
        {
            // None leaves, so there are fewer than are wanted, and one of the lowest numbers is free.
            var index = Enumerable.Range(0, replicas).First(free => !_slots.Exists(slot => slot.Index == free));
            var slot = new ReplicaSlot(index, replicaAt(index));
            _slots.Add(slot);
            slot.Loaded = Load(slot);
            _ = TryAgain(slot);
        }
        // Also those that an earlier call began to load: whoever asks for a size may rely on it afterwards.
        work.AddRange(_slots.Select(slot => slot.Loaded));
        Look();
        await Task.WhenAll(work);
    }

    /// <summary>Unloads all that do nothing; the others when they have ended.</summary>
    public Task Close()
    {
        foreach (var slot in _slots) slot.IsLeaving = true;
        return Task.WhenAll(Leaving().Select(Unload));
    }

    public ReplicaSlot? TakeIdle()
    {
        if (Idle == 0) return null;
        var slot = _slots.Find(static slot => slot is { State: ReplicaSlotState.Idle, IsLeaving: false })!;
        slot.State = ReplicaSlotState.Busy;
        Idle--;
        return slot;
    }

    /// <summary>A batch has ended.</summary>
    /// <param name="fault">Why the replica could not run it; null where it could, whatever became of the requests.</param>
    public void Ended(ReplicaSlot slot, InferenceFault? fault)
    {
        slot.Batch = null;
        slot.Faults = fault is null ? 0 : slot.Faults + 1;
        if (fault is null) slot.Reloads = 0;
        if (slot.IsLeaving)
        {
            _ = Unload(slot);
        }
        else if (slot.Faults >= FaultsBeforeReload)
        {
            slot.Loaded = Reload(slot, fault!);
        }
        else
        {
            slot.State = ReplicaSlotState.Idle;
            Idle++;
        }
    }

    /// <summary>How long until one is idle, by the estimates.</summary>
    public TimeSpan UntilIdle(DateTimeOffset now)
    {
        if (Idle > 0) return TimeSpan.Zero;
        var until = DateTimeOffset.MaxValue;
        foreach (var slot in _slots)
            if (slot is { State: ReplicaSlotState.Busy, IsLeaving: false } && slot.BusyUntil < until) until = slot.BusyUntil;
        // One that takes longer than was thought is about to end.
        return until == DateTimeOffset.MaxValue ? TimeSpan.Zero : until > now ? until - now : TimeSpan.FromTicks(1);
    }

    /// <summary>Those that serve stay rather than those that load or have failed, and of these the lowest numbers, which are spread over the devices.</summary>
    private void ChooseLeaving(int replicas)
    {
        var rank = 0;
        foreach (var slot in _slots.OrderBy(static slot => Rank(slot.State)).ThenBy(static slot => slot.Index)) slot.IsLeaving = rank++ >= replicas;
    }

    private static int Rank(ReplicaSlotState state) => state switch
    {
        ReplicaSlotState.Idle or ReplicaSlotState.Busy => 0,
        ReplicaSlotState.Loading => 1,
        _ => 2,
    };

    private List<ReplicaSlot> Leaving() => _slots.FindAll(static slot => slot is { IsLeaving: true, State: ReplicaSlotState.Idle or ReplicaSlotState.Failed });

    private void Look()
    {
        Idle = _slots.Count(static slot => slot is { State: ReplicaSlotState.Idle, IsLeaving: false });
        Ready = Idle + _slots.Count(static slot => slot is { State: ReplicaSlotState.Busy, IsLeaving: false });
        ReadySince = Ready == 0 ? null : ReadySince ?? time.GetUtcNow();
        HasFailed = _slots.Exists(static slot => !slot.IsLeaving) && _slots.TrueForAll(static slot => slot.IsLeaving || slot.State == ReplicaSlotState.Failed);
        Signature ??= _slots.Find(slot => slot.Status?.Signature is not null)?.Status!.Signature;
        Reason = _slots.Find(slot => slot.Status?.Fault is not null)?.Status!.Fault!.Message;
        changed();
    }
}
