using OrleansInference.Inference;

namespace OrleansInference.Replicas;

// The way of one replica: loaded, tried again where that failed, loaded anew where it runs nothing any more, unloaded.
internal sealed partial class ReplicaSet
{
    /// <summary>Before the second reload in a row; twice as long before each further one.</summary>
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(1);

    private async Task Load(ReplicaSlot slot)
    {
        try
        {
            slot.Status = await slot.Replica.Load(CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogLoadFailed(exception, key, slot.Index);
            slot.Status = new ReplicaStatus { Fault = InferenceFault.Of(FaultKind.LoadFailed, exception.Message) };
        }
        if (slot.Status.LoadTime > LoadTime) LoadTime = slot.Status.LoadTime;
        slot.State = slot.Status.Fault is null ? ReplicaSlotState.Idle : ReplicaSlotState.Failed;
        Look();
        if (slot.IsLeaving) await Unload(slot);
        else if (slot.State == ReplicaSlotState.Idle) idle(slot);
    }

    /// <summary>What failed to load, such as for want of memory, may load later. Meanwhile requests are refused with the reason.</summary>
    private async Task TryAgain(ReplicaSlot slot)
    {
        await slot.Loaded;
        while (slot is { State: ReplicaSlotState.Failed, IsLeaving: false })
        {
            await Task.Delay(BackOff(++slot.Reloads), time);
            if (slot.IsLeaving) return;
            slot.State = ReplicaSlotState.Loading;
            slot.Loaded = Load(slot);
            Look();
            await slot.Loaded;
        }
    }

    /// <param name="reloads">Those in a row that did not help.</param>
    private static TimeSpan BackOff(int reloads)
    {
        var backOff = reloads == 0 ? TimeSpan.Zero : FirstBackOff * Math.Pow(2, Math.Min(reloads - 1, 10));
        return backOff < LongestBackOff ? backOff : LongestBackOff;
    }

    private async Task Reload(ReplicaSlot slot, InferenceFault fault)
    {
        var backOff = BackOff(slot.Reloads);
        LogReloads(key, slot.Index, slot.Faults, fault.Message, backOff);
        slot.State = ReplicaSlotState.Loading;
        slot.Status = slot.Status! with { Fault = fault };
        slot.Faults = 0;
        slot.Reloads++;
        Look();
        await TryUnload(slot);
        if (backOff > TimeSpan.Zero) await Task.Delay(backOff, time);
        if (slot.IsLeaving)
        {
            _slots.Remove(slot);
            Look();
            return;
        }
        await Load(slot);
        if (slot is { State: ReplicaSlotState.Failed, IsLeaving: false }) await Reload(slot, slot.Status.Fault!);
    }

    private async Task Unload(ReplicaSlot slot)
    {
        _slots.Remove(slot);
        Look();
        await TryUnload(slot);
        changed();
    }

    private async Task TryUnload(ReplicaSlot slot)
    {
        try
        {
            await slot.Replica.Unload();
        }
        catch (Exception exception)
        {
            LogUnloadFailed(exception, key, slot.Index);
        }
    }
}
