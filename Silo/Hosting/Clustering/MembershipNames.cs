namespace OrleansInference.Hosting.Clustering;

/// <summary>What <see cref="SiloClusterOptions.Membership"/> may be.</summary>
internal static class MembershipNames
{
    public const string Localhost = "localhost";
    public const string Redis = "redis";
}
