namespace OrleansInference.Bench;

/// <summary>Always as many; null: as at the start.</summary>
internal sealed class FixedScaler(int? replicas = null) : IScaler
{
    public string Name => replicas is null ? "fixed" : $"fixed:{replicas}";

    public TimeSpan Period => TimeSpan.FromSeconds(15);

    public int Decide(in Observation seen) => replicas ?? seen.Ready + seen.Loading;
}
