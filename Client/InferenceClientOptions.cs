namespace OrleansInference.Client;

/// <summary>How a client reaches its server. Checked when the client is made: all errors together.</summary>
public sealed class InferenceClientOptions
{
    /// <summary>
    /// The server: <c>http://host:8000</c> or <c>https</c> for the HTTP door, <c>grpc://host:8001</c> or <c>grpcs</c> for the gRPC door, and
    /// <c>orleans:</c> for the cluster of <c>AddInferenceCluster</c>, or of the application's own Orleans client.
    /// </summary>
    public Uri? Address { get; set; }

    /// <summary>Sent as <c>Authorization: Bearer</c>; null for none. Orleans does without: who is in the cluster is trusted.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// The deadline of requests that bring none (<see cref="Inference.InferenceRequest.TimeLeft"/>), retries and the pauses between them
    /// included. 30 seconds by default; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for none.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Attempts after the first, where one may help: nothing answered, no replica is ready, or the queue is full. 3 by default, 0 for
    /// none. Safe, because a request computes and changes nothing, and loading what is loaded changes nothing either.
    /// </summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// The pause before the second attempt is drawn between 0 and this; the bound doubles with each attempt (full jitter). A longer pause
    /// that the server asks for is kept. 100 ms by default.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A PEM file of certificates that a server's must come from, instead of the system's; null for the system's.</summary>
    public string? CaCertificate { get; set; }

    /// <summary>A PEM file with the certificate that this client shows (mutual TLS); null for none.</summary>
    public string? ClientCertificate { get; set; }

    /// <summary>A PEM file with the key of <see cref="ClientCertificate"/>; null where that file holds it too.</summary>
    public string? ClientKey { get; set; }

    /// <summary>gRPC only: whether requests go out with gzip. Worth it on slow networks, not within a data centre.</summary>
    public bool Compress { get; set; }

    /// <summary>gRPC only: the largest message taken from the server, in bytes. As large as memory allows by default.</summary>
    public int MaxMessageBytes { get; set; } = int.MaxValue;
}
