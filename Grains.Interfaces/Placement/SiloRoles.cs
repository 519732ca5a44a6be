namespace OrleansInference.Placement;

/// <summary>What a silo is for. One that has them all is a whole server.</summary>
[Flags, GenerateSerializer, Alias("oi.SiloRoles")]
public enum SiloRoles
{
    None = 0,

    /// <summary>Has the gRPC and the HTTP door.</summary>
    FrontDoor = 1,

    /// <summary>Has models loaded. The autoscaler places replicas on it, and counts it.</summary>
    Worker = 2,

    /// <summary>Has the routers and the autoscaler (<see cref="PlaceOnControlSiloStrategy"/>).</summary>
    Control = 4,

    All = FrontDoor | Worker | Control,
}
