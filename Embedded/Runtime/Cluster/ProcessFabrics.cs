using System.Collections.Concurrent;
using Orleans.Configuration;

namespace OrleansInference.Embedded;

/// <summary>The clusters of this process by name, for hosts that are not given one.</summary>
internal static class ProcessFabrics
{
    private static readonly ConcurrentDictionary<(string Service, string Cluster), Fabric> Known = new();

    public static Fabric Get(ClusterOptions options) =>
        Known.GetOrAdd((options.ServiceId, options.ClusterId), static _ => new Fabric(new ThreadPoolDriver()));
}
