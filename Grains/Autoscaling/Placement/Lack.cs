namespace OrleansInference.Autoscaling.Placement;

/// <summary>What a version lacks, in words and numbers.</summary>
internal static class Lack
{
    public static string Text(PlacementDraft draft, int version, int coming)
    {
        var wanted = draft.View.Versions[version];
        var later = coming > 0 ? $"; {coming} more on silos that are on their way" : "";
        return $"{wanted.Model} wants {wanted.Wanted}, has room for {draft.Placed(version)}: {Room(draft, version)}{later}";
    }

    private static string Room(PlacementDraft draft, int version)
    {
        int serving = 0, devices = 0, silos = 0;
        double taken = 0, capacity = 0;
        long free = 0, bytes = 0;
        var (kind, hasMemory) = ("cpu", false);
        for (var s = 0; s < draft.Stays.Length; s++)
        {
            if (!draft.Stays[s] || draft.View.Size(version, s) is not { } size) continue;
            serving++;
            (kind, bytes) = (size.DeviceKind, Math.Max(bytes, size.BytesPerReplica));
            var before = devices;
            foreach (var device in draft.Spaces[s].Devices)
            {
                if (device.Kind != kind) continue;
                devices++;
                taken += device.Taken;
                capacity += device.Capacity;
                hasMemory |= device.HasMemory(size);
                free = Math.Max(free, device.FreeBytes);
            }
            if (devices > before) silos++;
        }
        if (serving == 0) return "no silo that stays can serve it";
        if (devices == 0) return $"no silo has a device of the kind {kind}";
        var on = silos == 1 ? "1 silo" : $"{silos} silos";
        return hasMemory
            ? $"{taken:0.#} of {capacity:0} {(kind == "cpu" ? "threads" : "GPUs")} are taken on {on}"
            : $"a replica takes {Megabytes(bytes)} MB of memory, and of the devices of {on} none has more than {Megabytes(Math.Max(0, free))} MB free";
    }

    private static string Megabytes(long bytes) => $"{bytes / 1e6:0.#}";
}
