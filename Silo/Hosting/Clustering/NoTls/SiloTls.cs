namespace OrleansInference.Hosting.Clustering;

/// <summary>TLS between silos, of a server that was built without it.</summary>
internal static class SiloTls
{
    /// <summary>Why it can't be had here, and what to do.</summary>
    public static string? Unavailable { get; } = BuildFacts.GrainEngine == "Orleans"
        ? "this server was built without Microsoft.Orleans.Connections.Security, which its package feeds lack (eng/probe says why); allowed: a network that encrypts, such as WireGuard or a mesh."
        : $"the silos of the engine that this server was built with ({BuildFacts.GrainEngine}) live in one process, without connections; allowed: nothing there.";

    /// <summary>Leaves the silo as it is: the options were, or are going to be, refused by <see cref="ClusterTlsOptionsValidator"/>.</summary>
    public static ISiloBuilder UseTls(this ISiloBuilder silo, ClusterTlsOptions options) => silo;
}
