namespace OrleansInference.Bench;

/// <summary>Always as many; null: as at the start.</summary>
internal sealed class FixedScaler(int? replicas = null) : IScaler
{
    public string Name => "fixed";

    public TimeSpan Period => TimeSpan.FromSeconds(15);

    public int Decide(in Observation seen) => replicas ?? seen.Ready + seen.Loading;
}
