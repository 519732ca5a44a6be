using OrleansInference.Grpc;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Protocol.Health;
using Serving = OrleansInference.Protocol.Health.HealthCheckResponse.Types.ServingStatus;

namespace OrleansInference.FrontDoors.Grpc.Health;

/// <summary>
/// The health checking protocol (grpc/grpc <c>doc/health-checking.md</c>) for the server as a whole and for its inference service:
/// serving from when the server is ready until it stops.
/// </summary>
internal sealed class HealthService(ServerReadiness readiness, TimeProvider time)
{
    /// <summary>Between two looks of a watch. Readiness is this silo's own knowledge, so a look costs next to nothing.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private static readonly GrpcStatus Stopped = new(GrpcStatusCode.Unavailable, "the server is stopping");

    public void Bind(GrpcServiceBuilder service) => service
        .Unary<HealthCheckRequest, HealthCheckResponse>("Check", CheckAsync)
        .ServerStreaming<HealthCheckRequest, HealthCheckResponse>("Watch", WatchAsync);

    private async ValueTask<GrpcResult<HealthCheckResponse>> CheckAsync(HealthCheckRequest request, GrpcCall call) =>
        await StatusOfAsync(request.Service, call.CancellationToken) is var status and not Serving.ServiceUnknown
            ? new HealthCheckResponse { Status = status }
            : new GrpcStatus(GrpcStatusCode.NotFound, $"unknown service '{request.Service}'");

    private async ValueTask<GrpcStatus> WatchAsync(
        HealthCheckRequest request, GrpcResponseStream<HealthCheckResponse> answers, GrpcCall call)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, call.Stopping);
        using var look = new PeriodicTimer(LookInterval, time);
        Serving? told = null;
        while (true)
        {
            var status = await StatusOfAsync(request.Service, call.CancellationToken);
            if (status != told)
                await answers.WriteAsync(new HealthCheckResponse { Status = status });
            told = status;
            if (call.Stopping.IsCancellationRequested)
                return Stopped;
            try
            {
                await look.WaitForNextTickAsync(ended.Token);
            }
            catch (OperationCanceledException) when (!call.CancellationToken.IsCancellationRequested)
            {
                // The server stops: one more look tells so.
            }
        }
    }

    private async ValueTask<Serving> StatusOfAsync(string service, CancellationToken cancellationToken)
    {
        if (service.Length > 0 && service != GrpcServiceReflection.Descriptor.Services[0].FullName)
            return Serving.ServiceUnknown;
        return await readiness.IsReadyAsync(cancellationToken) ? Serving.Serving : Serving.NotServing;
    }
}
