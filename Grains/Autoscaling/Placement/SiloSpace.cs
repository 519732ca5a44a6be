namespace OrleansInference.Autoscaling.Placement;

/// <summary>A silo's devices, and what replicas take of them. Which GPU a replica is on is the pool's to choose: the one that is used least.</summary>
internal sealed class SiloSpace
{
    /// <summary>Of a device that does not say how much it has: no bound, and sums stay in range.</summary>
    private const long UnknownBytes = long.MaxValue / 2;

    private readonly DeviceSpace[] _devices;

    public SiloSpace(SiloReport report) => _devices = [.. report.Devices.Select(Of)];

    private SiloSpace(DeviceSpace[] devices) => _devices = devices;

    public ReadOnlySpan<DeviceSpace> Devices => _devices;

    public SiloSpace Copy() => new([.. _devices]);

    /// <summary>Which device takes one more replica; -1 where none does.</summary>
    /// <param name="overcommits">Also where its threads are taken; never where its memory is.</param>
    public int Find(SiloPoolSize size, double busy, bool overcommits)
    {
        var found = -1;
        for (var i = 0; i < _devices.Length; i++)
        {
            ref readonly var device = ref _devices[i];
            if (device.Kind != size.DeviceKind || !device.HasMemory(size) || !(overcommits || device.HasThreads(size, busy))) continue;
            if (found < 0 || device.TakenShare < _devices[found].TakenShare) found = i;
        }
        return found;
    }

    public void Take(int device, SiloPoolSize size, double busy)
    {
        _devices[device].Taken += _devices[device].Need(size, busy);
        _devices[device].FreeBytes -= size.BytesPerReplica;
    }

    /// <summary>Replicas that are there: of those that are not ready the memory is not taken yet.</summary>
    public void Occupy(SiloPoolSize size, double busy, int replicas, int ready)
    {
        for (var i = 0; i < replicas; i++)
        {
            var device = LeastTaken(size.DeviceKind);
            if (device < 0) return;
            _devices[device].Taken += _devices[device].Need(size, busy);
            if (i >= ready) _devices[device].FreeBytes -= size.BytesPerReplica;
        }
    }

    /// <summary>Replicas that are gone, of a silo that is imagined empty: their memory is free again, spread over the devices of their kind.</summary>
    public void Release(SiloPoolSize size, int ready)
    {
        var devices = _devices.Count(device => device.Kind == size.DeviceKind);
        for (var i = 0; i < _devices.Length; i++)
        {
            ref var device = ref _devices[i];
            if (device.Kind == size.DeviceKind) device.FreeBytes = Math.Min(device.TotalBytes, device.FreeBytes + (size.BytesPerReplica * ready / devices));
        }
    }

    public int Room(SiloPoolSize size, double busy, int most)
    {
        var room = 0;
        foreach (var device in _devices)
            if (device.Kind == size.DeviceKind && (room += device.Room(size, busy, most - room)) >= most) break;
        return room;
    }

    private int LeastTaken(string kind)
    {
        var found = -1;
        for (var i = 0; i < _devices.Length; i++)
            if (_devices[i].Kind == kind && (found < 0 || _devices[i].TakenShare < _devices[found].TakenShare)) found = i;
        return found;
    }

    private static DeviceSpace Of(DeviceRoom room)
    {
        var colon = room.Device.IndexOf(':');
        var kind = colon < 0 ? room.Device : room.Device[..colon];
        var isKnown = room.TotalBytes > 0;
        return new DeviceSpace(kind, kind == "cpu" ? room.Threads : 1, isKnown ? room.TotalBytes : UnknownBytes) { FreeBytes = isKnown ? room.FreeBytes : UnknownBytes };
    }
}
