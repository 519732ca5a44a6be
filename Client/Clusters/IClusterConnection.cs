using Orleans;

namespace OrleansInference.Client.Clusters;

/// <summary>The way to a cluster's gateways.</summary>
internal interface IClusterConnection
{
    /// <summary>What is told of gateways that were lost.</summary>
    GatewayLosses Losses { get; }

    /// <summary>How long a call may be without an answer before another gateway is asked as well.</summary>
    TimeSpan HedgeAfter { get; }

    /// <summary>The longest body of a message, in bytes: Orleans' client drops the connection over a longer one.</summary>
    int MaxMessageBytes { get; }

    /// <summary>The client, once it is connected. Waits for an attempt to connect that is going on, not for another.</summary>
    /// <exception cref="InferenceException">The attempt failed.</exception>
    ValueTask<IClusterClient> GetAsync(CancellationToken cancellationToken);
}
