using Orleans.Hosting;

namespace OrleansInference.Client.Clustering;

/// <summary>Which cluster of silos a client connects to, and how. Checked when the host starts: all errors together.</summary>
public sealed class InferenceClusterOptions
{
    /// <summary>
    /// The Redis that the silos keep their membership in: <c>host:port</c>, several with commas, and options of StackExchange.Redis behind them, such as <c>ssl=true</c>.
    /// Null where <see cref="Gateways"/> say where silos are. The client has to reach the gateway ports of the silos as well.
    /// </summary>
    public string? Redis { get; set; }

    /// <summary>A file with the password of <see cref="Redis"/>; null for none.</summary>
    public string? RedisPasswordPath { get; set; }

    /// <summary>
    /// The gateways of silos, <c>host:port</c>, instead of <see cref="Redis"/>. A name stands for all addresses that it has at the time, as that of a headless service of
    /// Kubernetes does. Empty, and no Redis: that of a silo on this machine, 127.0.0.1:30000.
    /// </summary>
    public IList<string> Gateways { get; } = [];

    /// <summary>The cluster's id, as the silos have it. Default, as theirs: <c>inference</c> with Redis, else Orleans' <c>default</c>.</summary>
    public string? ClusterId { get; set; }

    /// <summary>The service's id, as the silos have it. Default: as for <see cref="ClusterId"/>.</summary>
    public string? ServiceId { get; set; }

    /// <summary>
    /// Whether the host starts only with the cluster: then its start waits <see cref="ConnectTimeout"/> for the first connection, and fails with the reason. Without, as by
    /// default, it starts anyway; calls are <see cref="Inference.FaultKind.Unavailable"/> with the reason until the cluster is there.
    /// </summary>
    public bool Required { get; set; }

    /// <summary>How long the start of the host waits for the first connection where it is <see cref="Required"/>. 30 s by default.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often it asks which gateways there are, and for how long a gateway that failed is left alone. 10 s by default.</summary>
    public TimeSpan GatewayRefresh { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a request may be without an answer before another gateway is asked as well; the first answer counts. For gateways that fall silent: one whose connection
    /// ends is noticed at once. Should be beyond what requests usually take: of more than 2 % of the requests of ten seconds, and ten, no second copy is sent. 10 s by default; <see cref="Timeout.InfiniteTimeSpan"/> for never.
    /// </summary>
    public TimeSpan HedgeAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The largest message that is sent or taken, in bytes. A larger request is <see cref="Inference.FaultKind.TooLarge"/> and not sent: the connection would be closed over it. Should be what the silos
    /// have as <c>Cluster:MaxMessageBytes</c>. 100 MiB by default, as theirs.
    /// </summary>
    public int MaxMessageBodyBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>What else the Orleans client needs, such as TLS to the gateways; called last, and again for each attempt to connect. Null for nothing.</summary>
    public Action<IClientBuilder>? Configure { get; set; }

    internal string Cluster => string.IsNullOrEmpty(ClusterId) ? DefaultId : ClusterId;

    internal string Service => string.IsNullOrEmpty(ServiceId) ? DefaultId : ServiceId;

    internal bool UsesRedis => !string.IsNullOrEmpty(Redis);

    private string DefaultId => UsesRedis ? "inference" : "default";
}
