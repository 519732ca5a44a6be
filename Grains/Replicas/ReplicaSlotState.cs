namespace OrleansInference.Replicas;

internal enum ReplicaSlotState
{
    Loading,
    Idle,
    Busy,
    Failed,
}
