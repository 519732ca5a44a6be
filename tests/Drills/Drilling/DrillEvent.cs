namespace OrleansInference.Drills.Drilling;

/// <summary>Something that was done to a cluster.</summary>
/// <param name="At">In seconds from the start of the load.</param>
/// <param name="What">For people.</param>
/// <param name="Goal">Within how many seconds latency is to be back; null where nothing was promised.</param>
internal sealed record DrillEvent(double At, string What, double? Goal);
