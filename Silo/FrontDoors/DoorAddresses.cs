using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OrleansInference.FrontDoors;

/// <summary>Where each door listens: once the server has started, with the port that the system picked.</summary>
internal sealed class DoorAddresses
{
    private readonly List<(string Door, ListenOptions Listen)> _doors = [];

    /// <summary>Each door's name and its address, such as <c>http://127.0.0.1:8000</c>.</summary>
    public IEnumerable<(string Door, string Address)> All => _doors.Select(door => (door.Door, door.Listen.ToString()!));

    public void Add(string door, ListenOptions listen) => _doors.Add((door, listen));
}
