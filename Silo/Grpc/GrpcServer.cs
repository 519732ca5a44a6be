using Microsoft.Extensions.Options;

namespace OrleansInference.Grpc;

/// <summary>What all calls share.</summary>
internal sealed class GrpcServer(
    IOptions<GrpcServerOptions> options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<GrpcServer> logger)
{
    public GrpcServerOptions Options { get; } = options.Value;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    /// <summary>Fires when the server begins to stop: calls in flight finish, streams take no more requests.</summary>
    public CancellationToken Stopping { get; } = lifetime.ApplicationStopping;
}
