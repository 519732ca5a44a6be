namespace OrleansInference.Models;

/// <summary>Room for one replica on one device.</summary>
/// <param name="Device"><c>cpu</c> or <c>cuda:N</c>.</param>
/// <param name="Threads">Threads that one forward pass may use on a CPU.</param>
public readonly record struct DeviceSlot(string Device, int Threads);
