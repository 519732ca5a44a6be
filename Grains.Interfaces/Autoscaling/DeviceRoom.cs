namespace OrleansInference.Autoscaling;

/// <summary>A device that replicas can run on.</summary>
/// <param name="Device"><c>cpu</c> or <c>cuda:N</c>.</param>
/// <param name="Threads">Of a CPU: threads that can run at once; of others 0.</param>
/// <param name="TotalBytes">Its memory; 0 where that is not known.</param>
/// <param name="FreeBytes">What is free of it now.</param>
[GenerateSerializer, Immutable, Alias("oi.DeviceRoom")]
public readonly record struct DeviceRoom(
    [property: Id(0)] string Device, [property: Id(1)] int Threads, [property: Id(2)] long TotalBytes, [property: Id(3)] long FreeBytes);
