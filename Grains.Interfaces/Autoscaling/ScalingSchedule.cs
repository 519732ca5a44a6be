namespace OrleansInference.Autoscaling;

/// <summary>From a time that comes again and again, for a while, a minimum of replicas.</summary>
/// <param name="Cron">When it begins: minute, hour, day of month, month, day of week, as in cron(8), in UTC.</param>
/// <param name="Duration">For how long.</param>
/// <param name="MinReplicas">At least so many replicas then.</param>
[GenerateSerializer, Immutable, Alias("oi.ScalingSchedule")]
public sealed record ScalingSchedule([property: Id(0)] string Cron, [property: Id(1)] TimeSpan Duration, [property: Id(2)] int MinReplicas);
