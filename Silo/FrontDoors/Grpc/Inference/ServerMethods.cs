using Microsoft.AspNetCore.Authorization;
using OrleansInference.Grpc;
using OrleansInference.Protocol;

namespace OrleansInference.FrontDoors.Grpc.Inference;

/// <summary>What concerns the server as a whole. The probes ask for no key, as over HTTP.</summary>
internal sealed class ServerMethods(ServerReadiness readiness) : IInferenceMethods
{
    private static readonly ServerMetadataResponse Metadata = new()
    {
        Name = ServerIdentity.Name, Version = ServerIdentity.Version, Extensions = { ServerIdentity.Extensions },
    };

    private static readonly ServerLiveResponse Live = new() { Live = true };

    public void Bind(GrpcServiceBuilder service) => service
        .Unary<ServerLiveRequest, ServerLiveResponse>(
            "ServerLive", static (_, _) => ValueTask.FromResult<GrpcResult<ServerLiveResponse>>(Live), new AllowAnonymousAttribute())
        .Unary<ServerReadyRequest, ServerReadyResponse>("ServerReady", ReadyAsync, new AllowAnonymousAttribute())
        .Unary<ServerMetadataRequest, ServerMetadataResponse>(
            "ServerMetadata", static (_, _) => ValueTask.FromResult<GrpcResult<ServerMetadataResponse>>(Metadata));

    private async ValueTask<GrpcResult<ServerReadyResponse>> ReadyAsync(ServerReadyRequest request, GrpcCall call) =>
        new ServerReadyResponse { Ready = await readiness.IsReadyAsync(call.CancellationToken) };
}
